"""The doors for chats. Their order is the order in which a message is offered to them."""

from aiogram import Router

from handlers.chat import mydata, otherwise, start, stop

ORDER: tuple[Router, ...] = (
    stop.router,
    start.router,
    start.strangers,
    start.menu_router,
    mydata.router,
    otherwise.router,
)
