"""Door: asking with a receipt code, and what follows from an answer."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.complaint import Verdict
from domain.receipt_code import find_code, read_code
from domain.say import Say
from handlers import receipt, small_talk, verdict
from handlers.chat.complaint import Writing
from handlers.chat.pressed import Pressed
from handlers.chat.slip import hear_words, looks_like_code
from handlers.turn import Turn

router = Router(name=__name__)

SENTENCE = 40
"""Letters of a text that asks by a code in its midst; a longer one tells something new."""


class Asking(StatesGroup):
    code = State()


async def has_code(message: Message, turn: Turn, state: FSMContext) -> bool | dict[str, Any]:
    """A code and nothing else; in a short sentence too, unless a complaint is being written."""
    text = message.text or ""
    if turn.citizen is None or not text:
        return False
    code = read_code(text)
    if code is None and len(text) <= SENTENCE and await state.get_state() != Writing.words.state:
        code = find_code(text)
    return {"code": code} if code else False


@router.message(Command("receipt"))
async def ask_command(
    message: Message, turn: Turn, state: FSMContext, command: CommandObject
) -> Say:
    if command.args:
        return await _open(message, turn, state, command.args)
    await state.set_state(Asking.code)
    return await receipt.ask(turn)


@router.callback_query(Pressed("receipt", "ask"))
async def ask(_: CallbackQuery, turn: Turn, state: FSMContext) -> Say:
    await state.set_state(Asking.code)
    return await receipt.ask(turn)


@router.message(has_code)
async def open_code(message: Message, turn: Turn, state: FSMContext, code: str) -> Say:
    return await _open(message, turn, state, code)


@router.message(StateFilter(Asking.code), F.text, looks_like_code)
async def open_slip(message: Message, turn: Turn, state: FSMContext) -> Say:
    return await _open(message, turn, state, message.text or "")


@router.message(StateFilter(Asking.code), F.text, ~F.text.startswith("/"))
async def hear_sentence(message: Message, turn: Turn) -> Say:
    return hear_words(message, turn, offer="receipt.words_no_code", ask="receipt.no_code")


async def _open(message: Message, turn: Turn, state: FSMContext, typed: str) -> Say:
    """Try a code; one that opened something is waited for no longer."""
    say, again = await receipt.open_typed(turn, typed, message.message_id)
    if not again:
        await _found(state)
    return say


async def _found(state: FSMContext) -> None:
    if await state.get_state() == Asking.code.state:
        await state.clear()


@router.message(StateFilter(Asking.code), F.photo)
async def refuse_photo(_: Message, turn: Turn) -> Say:
    return small_talk.refuse_photo(turn, "receipt")


@router.callback_query(F.data.regexp(r"receipt:show:[^:]+(:back)?$"), Pressed("receipt", "show"))
async def show(_: CallbackQuery, turn: Turn, state: FSMContext, arguments: list[str]) -> Say:
    found = await receipt.unlock(turn, arguments[0])
    if isinstance(found, Say):
        return found
    await _found(state)
    return await receipt.show(turn, found, edit=len(arguments) > 1)


@router.callback_query(F.data.regexp(r"receipt:add:[^:]+$"), Pressed("receipt", "add"))
async def add(
    _: CallbackQuery, turn: Turn, state: FSMContext, arguments: list[str]
) -> Say | list[Say]:
    found = await receipt.unlock(turn, arguments[0])
    if isinstance(found, Say):
        return found
    await state.set_state(Writing.words)
    return await receipt.add(turn, found)


@router.callback_query(
    F.data.regexp(r"receipt:withdraw:[^:]+(:yes)?$"), Pressed("receipt", "withdraw")
)
async def withdraw(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    found = await receipt.unlock(turn, arguments[0])
    if isinstance(found, Say):
        return found
    if arguments[1:] == ["yes"]:
        return await receipt.withdraw(turn, found)
    return receipt.ask_withdraw(turn, found)


@router.callback_query(F.data.regexp(r"receipt:reopen:[^:]+$"), Pressed("receipt", "reopen"))
async def reopen(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say | list[Say]:
    found = await receipt.unlock(turn, arguments[0])
    return found if isinstance(found, Say) else await receipt.reopen(turn, found)


@router.callback_query(
    F.data.regexp(rf"receipt:verdict:[^:]+:({'|'.join(Verdict)})$"), Pressed("receipt", "verdict")
)
async def judge(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    found = await receipt.unlock(turn, arguments[0])
    if isinstance(found, Say):
        return found
    word = Verdict(arguments[1])
    if word is Verdict.HALF:
        return await verdict.ask_half(turn, found)
    return await verdict.judge(turn, found, word)


@router.callback_query(
    F.data.regexp(r"receipt:half:[^:]+:(go_on|enough)$"), Pressed("receipt", "half")
)
async def judge_half(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    found = await receipt.unlock(turn, arguments[0])
    if isinstance(found, Say):
        return found
    return await verdict.judge(turn, found, Verdict.HALF, go_on=arguments[1] == "go_on")
