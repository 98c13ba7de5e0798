"""The doors for chats. Their order is the order in which a message is offered to them.

A danger comes before whatever a talk may be waiting for. Codes come before surveys and what is being
written: they are to end up in neither.
"""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.chat import (
    board,
    broadcast,
    case,
    case_desk,
    complaint,
    danger,
    follow_up,
    linking,
    membership,
    mydata,
    opinions,
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
from handlers.turn import Turn


async def is_staff(_: object, turn: Turn) -> bool:
    return turn.staff is not None


BY_BUTTON = ("receipt:verdict:", "receipt:show:", "receipt:reopen:", "receipt:withdraw:")
"""What a citizen does with a receipt without typing."""


async def is_not_of_a_citizen(query: CallbackQuery, turn: Turn) -> bool:
    """Somebody at work may have a matter of their own: its buttons are no staff's, even here."""
    return turn.citizen is None or not (query.data or "").startswith(BY_BUTTON)


desks = Router(name=f"{__name__}.desks")
"""All doors of staff, behind one question. Nothing of a staff chat goes past the last of them."""
for observer in (desks.message, desks.edited_message, desks.callback_query):
    observer.filter(is_staff)
desks.callback_query.filter(is_not_of_a_citizen)
desks.include_routers(
    review.router,
    case_desk.router,
    board.router,
    promises.router,
    broadcast.router,
    opinions.router,
    task.router,
    workplace.router,
)

ORDER: tuple[Router, ...] = (
    survey.numbers,
    signin.router,
    desks,
    stop.router,
    start.router,
    start.strangers,
    danger.router,
    yes_or_no.router,
    typed_label.router,
    linking.router,
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
