"""The doors for chats. Their order is the order in which a message is offered to them.

Codes come before surveys and what is being written: they are to end up in neither.
"""

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
    typed_label,
    workplace,
    yes_or_no,
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
    yes_or_no.router,
    typed_label.router,
    receipt.router,
    case.router,
    survey.router,
    follow_up.router,
    complaint.router,
    start.menu_router,
    mydata.router,
    membership.router,
    otherwise.router,
)
