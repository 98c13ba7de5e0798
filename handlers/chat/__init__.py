"""The doors for chats. Their order is the order in which a message is offered to them."""

from aiogram import Router

from handlers.chat import (
    board,
    broadcast,
    case,
    case_desk,
    complaint,
    follow_up,
    membership,
    mydata,
    otherwise,
    promises,
    receipt,
    review,
    signin,
    start,
    stop,
    survey,
    task,
    workplace,
)

ORDER: tuple[Router, ...] = (
    signin.router,
    review.router,
    case_desk.router,
    board.router,
    promises.router,
    broadcast.router,
    task.router,
    workplace.router,
    stop.router,
    start.router,
    start.strangers,
    survey.router,
    receipt.router,
    case.router,
    follow_up.router,
    complaint.router,
    start.menu_router,
    mydata.router,
    membership.router,
    otherwise.router,
)
