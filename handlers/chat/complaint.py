"""Door: telling a complaint, a suggestion or praise."""

from aiogram import F, Router
from aiogram.filters import Command, or_f
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.say import Say
from domain.typed import clean
from handlers import complaint, draft, draft_message
from handlers.chat.pressed import Pressed
from handlers.photo import Fault
from handlers.turn import Turn

router = Router(name=__name__)


class Writing(StatesGroup):
    """In the middle of writing: whatever is typed belongs to the draft. cancelling: unless it is
    yes or no, for it was just asked whether all shall be dropped."""

    words = State()
    cancelling = State()


async def in_chat_of_citizen(_: Message, turn: Turn) -> bool:
    return turn.citizen is not None


IS_COMMAND = F.text.regexp(r"/[A-Za-z_]+")


@router.message(Command("complaint"))
@router.callback_query(Pressed("complaint", "new"))
async def begin(_: Message | CallbackQuery, turn: Turn, state: FSMContext) -> list[Say]:
    await state.set_state(Writing.words)
    return await draft.begin(turn)


@router.message(Writing.words, Command("cancel"))
@router.callback_query(Pressed("complaint", "cancel"))
async def ask_cancel(_: Message | CallbackQuery, turn: Turn, state: FSMContext) -> Say:
    return await ask_to_cancel(turn, state)


async def ask_to_cancel(turn: Turn, state: FSMContext) -> Say:
    """What is typed next may be a plain yes or no."""
    await state.set_state(Writing.cancelling)
    return await complaint.ask_cancel(turn)


@router.message(Writing.words, Command("start", "menu"))
@router.callback_query(Writing.words, Pressed("menu"))
async def leave(_: Message | CallbackQuery, turn: Turn, state: FSMContext) -> Say:
    await state.clear()
    return await draft.leave(turn)


@router.message(Writing.words, or_f(F.text, F.photo), ~IS_COMMAND)
async def take(message: Message, turn: Turn, picture: bytes | Fault | None) -> list[Say]:
    text = clean(message.text or message.caption or "")
    return await draft_message.take_written(turn, text, message.message_id, picture)


@router.callback_query(Pressed("complaint", "include"))
async def include(query: CallbackQuery, turn: Turn, state: FSMContext) -> list[Say]:
    """What was put aside stands in the message that the question answers."""
    await state.set_state(Writing.words)
    asked = query.message if isinstance(query.message, Message) else None
    quoted = asked.reply_to_message if asked is not None else None
    text = clean(quoted.text or quoted.caption or "") if quoted is not None else ""
    return await draft_message.include(turn, text, quoted.message_id if quoted is not None else 0)


@router.edited_message(in_chat_of_citizen, or_f(F.text, F.caption, F.photo))
async def revise(message: Message, turn: Turn) -> list[Say]:
    text = clean(message.text or message.caption or "")
    return await draft_message.revise(turn, text, message.message_id)


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


@router.callback_query(Pressed("complaint", "apart"))
async def set_apart(_: CallbackQuery, turn: Turn, state: FSMContext) -> list[Say]:
    await state.set_state(Writing.words)
    return await draft.set_apart(turn)


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
