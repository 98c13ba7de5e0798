"""Door: broadcasts, for the staff in charge of them."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.broadcast import Act
from domain.say import Say
from handlers import broadcast, broadcast_words
from handlers.chat.pressed import Pressed
from handlers.turn import Turn


class Wording(StatesGroup):
    """Words of a broadcast; data: broadcast (0: a new one) and language."""

    words = State()


NUMBER = r"\d{1,9}"

router = Router(name=__name__)


@router.message(Command("broadcast"))
async def show_list(_: Message, turn: Turn, state: FSMContext) -> Say:
    await state.clear()
    return await broadcast.show_list(turn)


@router.callback_query(Pressed("cast", "list"))
async def press_list(_: CallbackQuery, turn: Turn, state: FSMContext) -> Say:
    await state.clear()
    return await broadcast.show_list(turn)


@router.callback_query(Pressed("cast", "new"))
async def write_new(_: CallbackQuery, turn: Turn, state: FSMContext) -> Say:
    return await _ask(turn, state, 0, "zh")


@router.callback_query(Pressed("cast", "write"), F.data.regexp(rf"cast:write:{NUMBER}:(?:zh|en)$"))
async def write_again(_: CallbackQuery, turn: Turn, state: FSMContext, arguments: list[str]) -> Say:
    return await _ask(turn, state, int(arguments[0]), arguments[1])


async def _ask(turn: Turn, state: FSMContext, number: int, language: str) -> Say:
    said, may = await broadcast_words.ask_words(turn, number, language)
    await state.clear()
    if may:
        await state.set_state(Wording.words)
        await state.set_data({"broadcast": number, "language": language})
    return said


@router.message(Wording.words, ~F.text.startswith("/"))
async def take_words(message: Message, turn: Turn, state: FSMContext) -> Say:
    data = await state.get_data()
    number, language = data["broadcast"], data["language"]
    said, kept = await broadcast_words.take_words(turn, number, language, message.text or "")
    if kept is not None and number == 0:
        await state.set_data({"broadcast": kept, "language": "en"})
    elif kept is not None:
        await state.clear()
    return said


@router.callback_query(F.data.regexp(rf"cast:(?:open|words):{NUMBER}$"))
async def open_card(query: CallbackQuery, turn: Turn, state: FSMContext) -> Say:
    await state.clear()
    _, verb, number = (query.data or "").split(":")
    return await broadcast.open_card(turn, int(number), whole=verb == "words")


@router.callback_query(Pressed("cast", "no_english"), F.data.regexp(rf"cast:no_english:{NUMBER}$"))
async def leave_english(
    _: CallbackQuery, turn: Turn, state: FSMContext, arguments: list[str]
) -> Say:
    await state.clear()
    return await broadcast_words.leave_english(turn, int(arguments[0]))


@router.callback_query(Pressed("cast", "propose"), F.data.regexp(rf"cast:\w+:{NUMBER}:{NUMBER}$"))
async def propose(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await broadcast.propose(turn, int(arguments[0]), int(arguments[1]))


@router.callback_query(F.data.regexp(rf"cast:(?:approve|send_back):{NUMBER}:{NUMBER}$"))
async def judge(query: CallbackQuery, turn: Turn) -> Say:
    _, act, number, version = (query.data or "").split(":")
    return await broadcast.judge(turn, int(number), int(version), Act(act))


@router.callback_query(F.data.regexp(rf"cast:(?:pause|resume):{NUMBER}$"))
async def hold_up(query: CallbackQuery, turn: Turn) -> Say:
    _, act, number = (query.data or "").split(":")
    return await broadcast.hold_up(turn, int(number), Act(act))


@router.callback_query(Pressed("cast", "stop"), F.data.regexp(rf"cast:stop:{NUMBER}$"))
async def ask_stop(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await broadcast.ask_stop(turn, int(arguments[0]))


@router.callback_query(Pressed("cast", "stop_now"), F.data.regexp(rf"cast:stop_now:{NUMBER}$"))
async def stop(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await broadcast.stop(turn, int(arguments[0]))
