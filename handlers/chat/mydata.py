"""Door: my data."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.say import Say
from handlers import kept_items, mydata
from handlers.chat.pressed import Pressed
from handlers.turn import Turn

router = Router(name=__name__)


@router.message(Command("mydata", "data"))
async def show(_: Message, turn: Turn) -> Say:
    return await mydata.show(turn)


@router.callback_query(Pressed("data", "show"))
async def press_show(_: CallbackQuery, turn: Turn) -> Say:
    return await mydata.show(turn, edit=True)


@router.callback_query(Pressed("data", "items"))
async def show_items(_: CallbackQuery, turn: Turn) -> Say:
    return await kept_items.show(turn)


@router.callback_query(Pressed("data", "export"))
async def export(_: CallbackQuery, turn: Turn) -> Say:
    return await mydata.export(turn)


@router.callback_query(Pressed("data", "erase"), F.data == "data:erase")
async def ask_erase(_: CallbackQuery, turn: Turn) -> Say:
    return await mydata.ask_erase(turn)


@router.callback_query(Pressed("data", "erase", "yes"))
async def erase(_: CallbackQuery, turn: Turn) -> Say:
    return await mydata.erase(turn)
