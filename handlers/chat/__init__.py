"""The doors for chats. Their order is the order in which a message is offered to them."""

from aiogram import Router

from handlers.chat import otherwise, start

ORDER: tuple[Router, ...] = (
    start.router,
    start.strangers,
    start.menu_router,
    otherwise.router,
)
