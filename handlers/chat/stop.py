"""Door: STOP, 退订 and their like, heard before anything else that a talk may be about."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.say import Say
from domain.stopwords import KINDS
from handlers import stop
from handlers.chat.pressed import Pressed
from handlers.turn import Turn

router = Router(name=__name__)


async def says_stop(message: Message, turn: Turn) -> bool | dict[str, Any]:
    kinds = turn.house.find_stop(message.text or "")
    return {"kinds": kinds} if kinds else False


@router.message(Command("stop"))
async def show(_: Message, turn: Turn) -> Say:
    return stop.show(turn)


@router.callback_query(Pressed("stop", "show"))
async def press_show(_: CallbackQuery, turn: Turn) -> Say:
    return stop.show(turn, edit=True)


@router.message(says_stop)
async def stop_now(_: Message, turn: Turn, kinds: tuple[str, ...]) -> Say:
    return await stop.stop(turn, kinds)


@router.callback_query(Pressed("stop", "now"), F.data.regexp(rf"stop:now:(?:{'|'.join(KINDS)})$"))
async def press_stop(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    """Under a push, whose words stay."""
    return await stop.stop(turn, (arguments[0],))


@router.callback_query(
    Pressed("stop"), F.data.regexp(rf"stop:(?:{'|'.join(KINDS)}|all):(?:on|off)$")
)
async def switch(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await stop.switch(turn, arguments[0], on=arguments[1] == "on")
