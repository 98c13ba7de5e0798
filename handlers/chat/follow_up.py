"""Door: what citizens answer to notices about their case."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from domain.say import Say
from handlers import appointment, revisit
from handlers.chat.case import of_citizen
from handlers.chat.pressed import Pressed
from handlers.turn import Turn
from storage.schema.citizen import Citizen

router = Router(name=__name__)
router.callback_query.filter(of_citizen)


@router.callback_query(F.data.regexp(r"follow:(yes|no):\d{1,9}$"))
async def answer_revisit(query: CallbackQuery, turn: Turn, citizen: Citizen) -> Say:
    _, said, number = (query.data or "").split(":")
    return await revisit.answer(turn, citizen, int(number), said)


@router.callback_query(Pressed("follow", "contact"), F.data.regexp(r"follow:contact:\d{1,9}$"))
async def ask_for_contact(
    _: CallbackQuery, turn: Turn, citizen: Citizen, arguments: list[str]
) -> Say:
    return await revisit.ask_for_contact(turn, citizen, int(arguments[0]))


@router.callback_query(Pressed("return", "days"), F.data.regexp(r"return:days:\d{1,9}$"))
async def offer_days(_: CallbackQuery, turn: Turn, citizen: Citizen, arguments: list[str]) -> Say:
    return await appointment.offer(turn, citizen, int(arguments[0]))


@router.callback_query(Pressed("return", "at"), F.data.regexp(r"return:at:\d{1,9}:\d{8}[ap]$"))
async def propose_day(_: CallbackQuery, turn: Turn, citizen: Citizen, arguments: list[str]) -> Say:
    return await appointment.propose(turn, citizen, int(arguments[0]), arguments[1])
