"""Door: a danger. Nothing that a talk waits for may take it for its answer: 110 was named already."""

from aiogram import F, Router
from aiogram.filters import or_f
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from domain.say import Say
from domain.typed import clean
from handlers import draft_message
from handlers.chat.case import AskingCase
from handlers.chat.receipt import Asking
from handlers.chat.survey import Answering
from handlers.turn import Turn

router = Router(name=__name__)

AWAITING = (Asking.code, AskingCase.number, AskingCase.code, Answering.question)
"""What a text would be an answer to."""


async def is_danger(message: Message, turn: Turn) -> bool:
    text = clean(message.text or message.caption or "")
    return turn.citizen is not None and not text.startswith("/") and turn.house.is_danger(text)


@router.message(or_f(*AWAITING), or_f(F.text, F.caption), is_danger)
async def interrupt(message: Message, turn: Turn, state: FSMContext) -> Say:
    """What was asked for waits no longer: the next words are no answer to it either."""
    await state.clear()
    return await draft_message.put_aside(turn, message.message_id, asked=True)


@router.message(F.text, is_danger)
async def put_aside(message: Message, turn: Turn) -> Say:
    return await draft_message.put_aside(turn, message.message_id)
