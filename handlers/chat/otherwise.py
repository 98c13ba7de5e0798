"""Door: what no other router took. Nobody is met with silence."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from domain.say import Say
from handlers import welcome
from handlers.turn import Turn

router = Router(name=__name__)


@router.message()
async def not_understood(message: Message, turn: Turn) -> Say:
    if message.text or message.photo:
        return welcome.menu(turn, turn.texts("house.not_understood"))
    return welcome.menu(turn, turn.texts("house.only_text_and_photos"))


@router.edited_message()
async def edited(_: Message, turn: Turn) -> Say:
    return Say(turn.texts("house.edited"))


@router.callback_query()
async def stale(_: CallbackQuery, turn: Turn) -> list[Say]:
    sentence = turn.texts("house.stale_button")
    return [Say(toast=sentence), welcome.menu(turn, sentence)]
