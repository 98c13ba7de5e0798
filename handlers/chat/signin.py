"""Door: staff sign a chat in, whoever's it was."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from domain.say import Say
from handlers import signin
from handlers.turn import Turn

router = Router(name=__name__)


@router.message(Command("staff"))
async def sign_in(message: Message, turn: Turn, command: CommandObject) -> Say:
    """The code, right or wrong, does not stay in the chat."""
    said = await signin.sign_in(turn, command.args or "")
    return replace(said, forget=(message.message_id,))
