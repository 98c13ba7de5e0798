"""Door: what no other router took. Nobody is met with silence."""

from aiogram import F, Router
from aiogram.filters import or_f
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from domain.case_words import find_case_words
from domain.receipt_code import read_code
from domain.say import Say
from domain.typed import clean
from handlers import awaited, draft_message, receipt, small_talk, welcome
from handlers.chat.case import open_by_words
from handlers.chat.complaint import IS_COMMAND, Writing
from handlers.chat.typed_label import open_named
from handlers.photo import Fault
from handlers.turn import Turn
from handlers.typed_label import read_label

router = Router(name=__name__)


@router.message(IS_COMMAND)
async def unknown_command(_: Message, turn: Turn) -> Say:
    return welcome.menu(turn, turn.texts("house.not_understood"))


@router.message(or_f(F.text, F.photo))
async def take_up(
    message: Message, turn: Turn, state: FSMContext, picture: bytes | Fault | None
) -> list[Say]:
    return await understand(
        turn, state, message.text or message.caption or "", message.message_id, picture
    )


async def understand(
    turn: Turn,
    state: FSMContext,
    typed: str,
    message_id: int,
    picture: bytes | Fault | None = None,
) -> list[Say]:
    """What is about something becomes a draft; small talk is answered; a code is looked up."""
    text = clean(typed)
    if read_code(text):
        return [(await receipt.open_typed(turn, text, message_id)).say]
    answer = await small_talk.answer(turn, text) if picture is None else None
    if answer is not None:
        return [answer]
    if turn.citizen is None:
        return [welcome.menu(turn, turn.texts("house.not_understood"))]
    about_case = find_case_words(text)
    if about_case.number and picture is None:
        return [await open_by_words(message_id, turn, turn.citizen, state, about_case)]
    if picture is None and turn.house.is_danger(text):
        return [await draft_message.put_aside(turn, message_id)]
    await state.set_state(Writing.words)
    head = await awaited.begin(turn)
    return await draft_message.take(turn, text, message_id, picture=picture, head=head)


async def take_up_quoted(turn: Turn, state: FSMContext, quoted: Message) -> list[Say]:
    """What somebody wrote before they agreed, if it was more than a word of greeting."""
    text = clean(quoted.text or quoted.caption or "")
    says = []
    if quoted.photo:
        says.append(Say(turn.texts("talk.photo_again")))
    elif not quoted.text and quoted.content_type in small_talk.UNREADABLE:
        says.append(small_talk.cannot_read(turn, quoted.content_type))
    if not text or text.startswith("/"):
        return says
    label = read_label(turn.house.book, text, writing=False)
    if label is not None:
        return [*says, *await open_named(turn, state, label)]
    if not read_code(text) and await small_talk.answer(turn, text):
        return says
    if turn.house.is_danger(text):
        await state.set_state(Writing.words)
        head = turn.texts("complaint.urgent_included")
        return [*says, *await draft_message.take(turn, text, quoted.message_id, head=head)]
    return [*says, *await understand(turn, state, text, quoted.message_id)]


@router.message()
async def cannot_read(message: Message, turn: Turn, state: FSMContext) -> list[Say]:
    """A caption is read all the same."""
    told = small_talk.cannot_read(turn, message.content_type)
    if not message.caption or turn.citizen is None:
        return [told]
    return [told, *await understand(turn, state, message.caption, message.message_id)]


@router.edited_message()
async def edited(_: Message, turn: Turn) -> Say:
    return Say(turn.texts("house.edited"), (welcome.back_to_menu(turn),))


@router.callback_query()
async def stale(_: CallbackQuery, turn: Turn) -> list[Say]:
    sentence = turn.texts("house.stale_button")
    return [Say(toast=sentence), welcome.menu(turn, sentence)]
