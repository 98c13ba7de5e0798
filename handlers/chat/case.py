"""Door: my case."""

from dataclasses import replace
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, StateFilter, invert_f
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message, TelegramObject

from domain.case_words import CaseWords, find_case_words, read_case_words, read_code
from domain.say import Say
from handlers import case, draft, draft_message, small_talk
from handlers.chat.complaint import Writing
from handlers.chat.pressed import Pressed
from handlers.chat.slip import hear_words, looks_like_code
from handlers.turn import Turn
from storage.schema.citizen import Citizen

router = Router(name=__name__)

SLIP = 15
"""Letters of what may be a code alone, in the midst of writing."""


class AskingCase(StatesGroup):
    """number: both are asked for. code: the number is known, in the state's data (`case_number`;
    `tried` after a wrong code)."""

    number = State()
    code = State()


async def of_citizen(_: TelegramObject, turn: Turn) -> bool | dict[str, Any]:
    return {"citizen": turn.citizen} if turn.citizen is not None else False


async def speaks_of_case(message: Message) -> bool | dict[str, Any]:
    words = find_case_words(message.text or "")
    return {"words": words} if words.number else False


async def names_case_and_code(message: Message) -> bool | dict[str, Any]:
    words = find_case_words(message.text or message.caption or "")
    return {"words": words} if words.number and words.code else False


async def completes_number(message: Message, turn: Turn) -> bool | dict[str, Any]:
    """A code alone, after a case number alone: it is no part of what is being written."""
    text = message.text or ""
    code = read_code(text)
    if code is None or len(text) > SLIP or not any(map(str.isdigit, code)):
        return False
    number = await draft_message.find_lone_number(turn)
    return {"words": CaseWords(number, code)} if number else False


async def _is_writing(state: FSMContext) -> bool:
    return await state.get_state() == Writing.words.state


router.message.filter(of_citizen)
router.callback_query.filter(of_citizen)


@router.message(Command("case"))
async def command_case(
    message: Message, turn: Turn, citizen: Citizen, state: FSMContext, command: CommandObject
) -> Say:
    if command.args:
        return await open_by_words(
            message.message_id, turn, citizen, state, read_case_words(command.args)
        )
    return await ask_case(turn, citizen, state)


@router.callback_query(Pressed("case", "ask"))
async def press_ask(_: CallbackQuery, turn: Turn, citizen: Citizen, state: FSMContext) -> Say:
    return await ask_case(turn, citizen, state)


@router.callback_query(Pressed("case", "enter"))
async def enter(_: CallbackQuery, turn: Turn, state: FSMContext) -> Say:
    await state.set_state(AskingCase.number)
    return case.ask_number(turn)


@router.message(StateFilter(AskingCase), F.photo)
async def refuse_photo(_: Message, turn: Turn) -> Say:
    """People photograph the acceptance receipt: it can't be read, and is not kept."""
    return small_talk.refuse_photo(turn, "case")


@router.message(names_case_and_code)
async def open_at_once(
    message: Message, turn: Turn, citizen: Citizen, state: FSMContext, words: CaseWords
) -> list[Say]:
    """Whatever the talk was about: a query code is for nothing else."""
    kept = await draft.word_kept(turn) if await _is_writing(state) else []
    say = await open_by_words(message.message_id, turn, citizen, state, words)
    return [*kept, say]


@router.message(StateFilter(Writing.words), completes_number)
async def open_completed(
    message: Message, turn: Turn, citizen: Citizen, state: FSMContext, words: CaseWords
) -> list[Say]:
    kept = await draft.word_kept(turn)
    say = await open_by_words(message.message_id, turn, citizen, state, words)
    return [*kept, say]


@router.message(StateFilter(AskingCase), F.text, ~F.text.startswith("/"), invert_f(looks_like_code))
async def hear_sentence(message: Message, turn: Turn) -> Say:
    return hear_words(message, turn, offer="case.words_no_number", ask="case.not_understood")


@router.message(StateFilter(AskingCase.number), F.text, looks_like_code)
async def hear_number(message: Message, turn: Turn, citizen: Citizen, state: FSMContext) -> Say:
    words = read_case_words(message.text or "")
    return await open_by_words(message.message_id, turn, citizen, state, words)


@router.message(StateFilter(AskingCase.code), F.text, looks_like_code)
async def hear_code(message: Message, turn: Turn, citizen: Citizen, state: FSMContext) -> Say:
    """The code of the number that is known. A number alone corrects it, after a wrong code, and is no
    code where it only says again what is known."""
    text, known = message.text or "", await state.get_data()
    words, alone = read_case_words(text), find_case_words(text).number
    if words.number and words.code:
        return await open_by_words(message.message_id, turn, citizen, state, words)
    number = str(known["case_number"])
    if alone and (alone == number or known.get("tried")):
        return await open_by_words(message.message_id, turn, citizen, state, CaseWords(alone, None))
    return await _unlock(message.message_id, turn, citizen, state, number, read_code(text))


@router.message(StateFilter(None), speaks_of_case)
async def hear_unasked(
    message: Message, turn: Turn, citizen: Citizen, state: FSMContext, words: CaseWords
) -> Say:
    return await open_by_words(message.message_id, turn, citizen, state, words)


@router.callback_query(Pressed("case", "open"), F.data.regexp(r"case:open:\d{1,9}$"))
async def open_followed(
    _: CallbackQuery, turn: Turn, citizen: Citizen, state: FSMContext, arguments: list[str]
) -> Say:
    await state.clear()
    return await case.open_followed(turn, citizen, int(arguments[0]))


@router.callback_query(Pressed("case", "notices"), F.data.regexp(r"case:notices:\d{1,9}:(on|off)$"))
async def set_notices(_: CallbackQuery, turn: Turn, citizen: Citizen, arguments: list[str]) -> Say:
    return await case.set_notices(turn, citizen, int(arguments[0]), on=arguments[1] == "on")


@router.callback_query(Pressed("case", "agree"), F.data.regexp(r"case:agree:\d{1,9}$"))
async def agree(_: CallbackQuery, turn: Turn, citizen: Citizen, arguments: list[str]) -> Say:
    return await case.agree(turn, citizen, int(arguments[0]))


@router.callback_query(Pressed("case", "mute"), F.data.regexp(r"case:mute:\d{1,9}$"))
async def mute(_: CallbackQuery, turn: Turn, citizen: Citizen, arguments: list[str]) -> Say:
    return await case.mute(turn, citizen, int(arguments[0]))


@router.callback_query(Pressed("case", "leave"), F.data.regexp(r"case:leave:\d{1,9}$"))
async def leave(_: CallbackQuery, turn: Turn, citizen: Citizen, arguments: list[str]) -> Say:
    return await case.leave(turn, citizen, int(arguments[0]))


async def ask_case(turn: Turn, citizen: Citizen, state: FSMContext) -> Say:
    followed = await case.list_followed(turn, citizen)
    if followed is not None:
        await state.clear()
        return followed
    await state.set_state(AskingCase.number)
    return case.ask_number(turn)


async def open_by_words(
    message_id: int, turn: Turn, citizen: Citizen, state: FSMContext, words: CaseWords
) -> Say:
    """Show the case, or ask for what is missing."""
    if words.number is None:
        await state.set_state(AskingCase.number)
        return case.not_understood(turn)
    if words.code is None:
        await state.set_state(AskingCase.code)
        await state.set_data({"case_number": words.number})
        return case.ask_code(turn, words.number)
    return await _unlock(message_id, turn, citizen, state, words.number, words.code)


async def _unlock(
    message_id: int,
    turn: Turn,
    citizen: Citizen,
    state: FSMContext,
    number: str,
    code: str | None,
) -> Say:
    """Try a code. Right or wrong, it does not stay in the chat."""
    say, again = await case.unlock(turn, citizen, number, code)
    await state.clear()
    if again:
        await state.set_state(AskingCase.code)
        await state.set_data({"case_number": number, "tried": True})
    return replace(say, forget=(message_id,))
