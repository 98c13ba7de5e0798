"""Door: surveys. Typed words answer while the talk's state says that a survey waits for them."""

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from domain.say import Say
from domain.typed import clean
from handlers import small_talk, survey, survey_answer, survey_course
from handlers.chat.pressed import Pressed
from handlers.survey_course import Asked
from handlers.turn import Turn

router = Router(name=__name__)
numbers = Router(name=f"{__name__}.numbers")
"""The first door of all: what most people type in a survey. A bare number while one asks is no code,
no button's label and no danger, so no other door needs to look at it."""

KEY = r"[\w-]{8}"


class Answering(StatesGroup):
    """`key` in the data: the session that typed words answer."""

    question = State()


@router.message(Command("survey"))
async def offer(_: Message, turn: Turn, state: FSMContext) -> Say:
    await state.clear()
    return await survey.offer(turn)


@router.callback_query(Pressed("survey", "list"))
async def press_offer(_: CallbackQuery, turn: Turn, state: FSMContext) -> Say:
    await state.clear()
    return await survey.offer(turn, edit=True)


@router.callback_query(F.data.regexp(r"survey:begin:\w{1,12}$"), Pressed("survey", "begin"))
async def begin(_: CallbackQuery, turn: Turn, state: FSMContext, arguments: list[str]) -> list[Say]:
    return await _listen(state, await survey.begin(turn, arguments[0]))


@router.callback_query(F.data.regexp(r"survey:accept:\d{1,9}$"), Pressed("survey", "accept"))
async def accept(
    _: CallbackQuery, turn: Turn, state: FSMContext, arguments: list[str]
) -> list[Say]:
    return await _listen(state, await survey.accept(turn, int(arguments[0])))


@router.callback_query(F.data.regexp(r"survey:decline:\d{1,9}$"), Pressed("survey", "decline"))
async def decline(_: CallbackQuery, turn: Turn, arguments: list[str]) -> Say:
    return await survey.decline(turn, int(arguments[0]))


@router.callback_query(F.data.regexp(rf"survey:resume:{KEY}$"), Pressed("survey", "resume"))
async def resume(
    _: CallbackQuery, turn: Turn, state: FSMContext, arguments: list[str]
) -> list[Say]:
    return await _listen(state, await survey_course.resume(turn, arguments[0]))


@router.callback_query(
    F.data.regexp(rf"survey:pause:{KEY}:\d{{1,4}}:\w{{1,12}}$"), Pressed("survey", "pause")
)
async def pause(_: CallbackQuery, turn: Turn, state: FSMContext, arguments: list[str]) -> list[Say]:
    return await _listen(state, await survey_course.pause(turn, arguments[0]))


@router.callback_query(
    F.data.regexp(rf"survey:(choose|mark|unmark):{KEY}:\d{{1,4}}:\w{{1,12}}:\w{{1,12}}$")
    | F.data.regexp(rf"survey:(confirm|skip|back):{KEY}:\d{{1,4}}:\w{{1,12}}$"),
    Pressed("survey"),
)
async def answer(
    _: CallbackQuery, turn: Turn, state: FSMContext, arguments: list[str]
) -> list[Say]:
    return await _listen(state, await survey_answer.answer_pressed(turn, *arguments))


@router.callback_query(
    F.data.regexp(rf"survey:note:{KEY}:\d{{1,4}}:\w{{1,12}}$"), Pressed("survey", "note")
)
async def note(
    query: CallbackQuery, turn: Turn, state: FSMContext, arguments: list[str]
) -> list[Say]:
    """The words stand in the message that the question answers."""
    asked = query.message if isinstance(query.message, Message) else None
    quoted = asked.reply_to_message if asked is not None else None
    text = clean(quoted.text or "") if quoted is not None else ""
    number = quoted.message_id if quoted is not None else 0
    key, step, question = arguments
    return await _listen(state, await survey_answer.note(turn, key, step, question, text, number))


@numbers.message(Answering.question, F.text.regexp(r"\d{1,2}$"))
@router.message(Answering.question, F.text, ~F.text.startswith("/"))
async def answer_typed(message: Message, turn: Turn, state: FSMContext) -> list[Say]:
    key = str((await state.get_data()).get("key"))
    text = clean(message.text or "")
    forwarded = message.forward_origin is not None
    asked = await survey_answer.answer_typed(
        turn, key, text, message.message_id, forwarded=forwarded
    )
    if asked is None:
        await state.clear()
        raise SkipHandler
    return await _listen(state, asked)


@router.message(Answering.question, F.photo)
async def refuse_photo(_: Message, turn: Turn, state: FSMContext) -> Say:
    key = str((await state.get_data()).get("key"))
    if await survey_course.hold_listening(turn, key) is None:
        await state.clear()
        raise SkipHandler
    return small_talk.refuse_photo(turn, "survey")


async def _listen(state: FSMContext, asked: Asked) -> list[Say]:
    """Let typed words answer the session that asks now, or nothing."""
    if not asked.moved:
        return asked.says
    if asked.key is None:
        await state.clear()
    else:
        await state.set_state(Answering.question)
        await state.set_data({"key": asked.key})
    return asked.says
