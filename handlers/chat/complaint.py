"""Door: telling a complaint, a suggestion or praise."""

from aiogram import F, Router
from aiogram.filters import Command, or_f
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.say import Say
from domain.typed import clean
from handlers import complaint, draft
from handlers.chat.pressed import Pressed
from handlers.photo import Fault
from handlers.turn import Turn

router = Router(name=__name__)


class Writing(StatesGroup):
    """In the middle of writing: whatever is typed belongs to the draft."""

    words = State()


IS_COMMAND = F.text.regexp(r"/[A-Za-z_]+")


@router.message(Command("complaint"))
@router.callback_query(Pressed("complaint", "new"))
async def begin(_: Message | CallbackQuery, turn: Turn, state: FSMContext) -> list[Say]:
    await state.set_state(Writing.words)
    return await draft.begin(turn)


@router.message(Writing.words, Command("cancel"))
@router.callback_query(Pressed("complaint", "cancel"))
async def ask_cancel(_: Message | CallbackQuery, turn: Turn) -> Say:
    return await complaint.ask_cancel(turn)


@router.message(Writing.words, Command("start", "menu"))
@router.callback_query(Writing.words, Pressed("menu"))
async def leave(_: Message | CallbackQuery, turn: Turn, state: FSMContext) -> Say:
    await state.clear()
    return await draft.leave(turn)


@router.message(Writing.words, or_f(F.text, F.photo), ~IS_COMMAND)
async def take(message: Message, turn: Turn, picture: bytes | Fault | None) -> list[Say]:
    text = clean(message.text or message.caption or "")
    return await draft.take(turn, text, message.message_id, picture=picture)


@router.callback_query(Pressed("complaint", "finish"))
async def finish(_: CallbackQuery, turn: Turn) -> list[Say]:
    return await complaint.finish(turn)


@router.callback_query(Pressed("complaint", "add"))
async def add(_: CallbackQuery, turn: Turn, state: FSMContext) -> list[Say]:
    await state.clear()
    return await complaint.add(turn)


@router.callback_query(F.data.in_(("complaint:contact:reachable", "complaint:contact:anonymous")))
async def choose_contact(query: CallbackQuery, turn: Turn) -> list[Say]:
    reachable = (query.data or "").endswith("reachable")
    return await complaint.choose_contact(turn, reachable=reachable)


@router.callback_query(Pressed("complaint", "recontact"))
async def ask_contact(_: CallbackQuery, turn: Turn) -> Say:
    return complaint.ask_contact(turn)


@router.callback_query(Pressed("complaint", "change"))
async def change(_: CallbackQuery, turn: Turn) -> list[Say]:
    return await complaint.ask_change(turn)


@router.callback_query(Pressed("complaint", "more"))
async def go_on(_: CallbackQuery, turn: Turn, state: FSMContext) -> list[Say]:
    await state.set_state(Writing.words)
    return await draft.begin(turn, going_on=True)


@router.callback_query(Pressed("complaint", "rewrite"))
async def rewrite(_: CallbackQuery, turn: Turn, state: FSMContext) -> list[Say]:
    await state.set_state(Writing.words)
    return await draft.rewrite(turn)


@router.callback_query(F.data.regexp(r"complaint:send:[0-9a-f]+$"), Pressed("complaint", "send"))
async def send(_: CallbackQuery, turn: Turn, state: FSMContext, arguments: list[str]) -> list[Say]:
    await state.clear()
    return await complaint.send(turn, arguments[0])


@router.callback_query(Pressed("complaint", "drop"))
async def drop(_: CallbackQuery, turn: Turn, state: FSMContext) -> Say:
    await state.clear()
    return await complaint.cancel(turn)
