"""Door: a danger. Nothing that a talk waits for may take it for its answer: 110 was named already."""

from typing import Any

from aiogram import Router
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

AWAITING = {
    state.state for state in (Asking.code, AskingCase.number, AskingCase.code, Answering.question)
}
"""What a text would be an answer to."""


async def is_danger(message: Message, turn: Turn, state: FSMContext) -> bool | dict[str, Any]:
    """Under a picture only where it would be an answer; elsewhere a picture is drafted with it."""
    text = clean(message.text or message.caption or "")
    if turn.citizen is None or text.startswith("/") or not turn.house.is_danger(text):
        return False
    asked = await state.get_state() in AWAITING
    return {"asked": asked} if asked or message.text else False


@router.message(is_danger)
async def put_aside(message: Message, turn: Turn, state: FSMContext, asked: bool) -> Say:
    """What was asked for waits no longer: the next words are no answer to it either."""
    if asked:
        await state.clear()
    return await draft_message.put_aside(turn, message.message_id, asked=asked)
