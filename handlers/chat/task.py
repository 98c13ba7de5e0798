"""Door: the buttons of cards about cases: revisits, calls, property, a petition's longer time."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from domain.say import Say
from handlers import appointment, petition, task
from handlers.chat.pressed import Pressed
from handlers.turn import Turn

router = Router(name=__name__)


@router.callback_query(Pressed("task", "done"), F.data.regexp(r"task:done:\d{1,9}$"))
async def finish(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await task.finish(turn, int(arguments[0]))


@router.callback_query(F.data.regexp(r"return:(confirm|refuse):\d{1,9}:\d{8}[ap]$"))
async def settle(query: CallbackQuery, turn: Turn) -> Say:
    _, verb, number, slot = (query.data or "").split(":")
    return await appointment.settle(turn, int(number), slot, agreed=verb == "confirm")


@router.callback_query(Pressed("return", "collected"), F.data.regexp(r"return:collected:\d{1,9}$"))
async def collected(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await appointment.confirm_collected(turn, int(arguments[0]))


@router.callback_query(Pressed("return", "told"), F.data.regexp(r"return:told:\d{1,9}$"))
async def told(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await appointment.confirm_told(turn, int(arguments[0]))


@router.callback_query(Pressed("extend", "why"), F.data.regexp(r"extend:why:\d{1,9}$"))
async def ask_reason(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await petition.ask_reason(turn, int(arguments[0]))


@router.callback_query(Pressed("extend", "for"), F.data.regexp(r"extend:for:\d{1,9}:[a-z]+$"))
async def extend(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await petition.extend(turn, int(arguments[0]), arguments[1])
