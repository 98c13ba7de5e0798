"""Door: the board of the five failures, for those who supervise."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from domain.say import Say
from handlers import board
from handlers.chat.pressed import Pressed
from handlers.turn import Turn

router = Router(name=__name__)


@router.message(Command("board"))
@router.callback_query(Pressed("board"))
async def show(_: Message | CallbackQuery, turn: Turn, state: FSMContext) -> Say:
    await state.clear()
    return await board.show(turn)
