"""Door: staff read what people wrote in their own words in surveys."""

from datetime import date

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.area import Area
from domain.say import Say
from handlers import opinions
from handlers.chat.pressed import Pressed
from handlers.turn import Turn

router = Router(name=__name__)

AREAS = "|".join(Area)


@router.message(Command("opinions"))
async def choose(_: Message, turn: Turn) -> Say:
    return await opinions.choose_area(turn)


@router.callback_query(F.data == "opinions:all")
async def press_choose(_: CallbackQuery, turn: Turn) -> Say:
    return await opinions.choose_area(turn, edit=True)


@router.callback_query(
    F.data.regexp(rf"opinions:of:({AREAS})(:\d{{4}}-[01]\d-[0-3]\d:[\w-]{{1,24}})?$"),
    Pressed("opinions", "of"),
)
async def show(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    area, *place = arguments
    before = None
    if place:
        try:
            before = (date.fromisoformat(place[0]), place[1])
        except ValueError:  # forged: there is no such day
            return await opinions.choose_area(turn, edit=True)
    return await opinions.show(turn, Area(area), before, edit=True)
