"""Door: staff sign a chat in, whoever's it was."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from domain.say import Say
from handlers import signin
from handlers.turn import Turn

router = Router(name=__name__)


@router.message(Command("staff"))
async def sign_in(_: Message, turn: Turn, command: CommandObject) -> Say:
    return await signin.sign_in(turn, command.args or "")
