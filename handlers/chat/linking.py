"""Door: going on in another chat, by a code."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from domain.link_code import read_code
from domain.say import Say
from domain.typed import clean
from handlers import linking
from handlers.chat.pressed import Pressed
from handlers.chat.yes_or_no import ask_further
from handlers.linking import FRESH
from handlers.turn import Turn

router = Router(name=__name__)

COMMAND = "/link"


def read_quoted(text: str) -> str | None:
    """The code in what a stranger wrote before they agreed; None when it is about something else."""
    plain = clean(text)
    return read_code(plain.removeprefix(COMMAND)) if _is_written(plain) else None


def _is_written(plain: str) -> bool:
    """With its command or its dash: nine letters and figures alone may be the number of a parcel."""
    return plain.startswith(COMMAND) or "-" in plain


async def has_code(message: Message, turn: Turn) -> bool | dict[str, Any]:
    """A code and nothing else, as it was written down."""
    text = message.text or ""
    code = read_code(text) if turn.citizen is not None and "-" in text else None
    return {"code": code} if code else False


@router.message(Command("link"))
async def hear_command(message: Message, turn: Turn, command: CommandObject) -> Say:
    if not command.args:
        return await linking.show(turn)
    return (await linking.hear(turn, command.args, message.message_id)).say


@router.message(StateFilter(None), has_code)
async def hear_code(message: Message, turn: Turn, code: str) -> Say:
    return (await linking.hear(turn, code, message.message_id)).say


@router.callback_query(Pressed("link", "show"))
async def show(_: CallbackQuery, turn: Turn) -> Say:
    return await linking.show(turn, edit=True)


@router.callback_query(Pressed("link", "code"))
async def give_code(_: CallbackQuery, turn: Turn) -> Say:
    return await linking.give_code(turn)


@router.callback_query(F.data.regexp(rf"link:bind:[^:]+(:{FRESH})?$"), Pressed("link", "bind"))
async def bind(_: CallbackQuery, turn: Turn, arguments: list[str], state: FSMContext) -> list[Say]:
    bound = await linking.bind(turn, arguments[0])
    asks = not bound.done and FRESH in arguments
    return [bound.say, *(await ask_further(turn, state) if asks else ())]


@router.callback_query(Pressed("link", "refuse"))
async def refuse(
    _: CallbackQuery, turn: Turn, arguments: list[str], state: FSMContext
) -> list[Say]:
    said = linking.refuse(turn)
    return [said, *(await ask_further(turn, state) if FRESH in arguments else ())]


@router.callback_query(F.data.regexp(r"link:(others|leave)(:yes)?$"), Pressed("link"))
async def part(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    if arguments[1:] == ["yes"]:
        return await linking.part(turn, arguments[0])
    return await linking.ask_to_part(turn, arguments[0])
