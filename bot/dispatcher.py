"""The one dispatcher of all channels."""

from functools import cache

from aiogram import Dispatcher, F

from bot.fsm import ChatStates
from handlers.chat import ORDER
from handlers.chat.alarm import AlarmFirst


@cache
def dispatcher() -> Dispatcher:
    """Routers can be included once in a process, so there is one; it holds no state of its own."""
    made = Dispatcher(storage=ChatStates())
    made.message.filter(F.chat.type == "private")
    made.edited_message.filter(F.chat.type == "private")
    made.callback_query.filter(F.message.chat.type == "private")
    made.message.outer_middleware(AlarmFirst())
    made.include_routers(*ORDER)
    return made
