"""The question with which an update's turn begins: is it its turn, and who speaks?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import and_, bindparam, or_, select, text, true
from sqlalchemy.orm import aliased

from storage.database import Transaction
from storage.schema.citizen import Chat, Citizen
from storage.schema.inbox import Inbox
from storage.schema.staff import Staff

HOLDS_FOR = timedelta(hours=6)
"""So long an update that is put off holds back what its chat wrote later: then being heard at all
counts for more than being heard in order."""
REPLY_HOLDS_FOR = timedelta(minutes=10)
"""The same for one that is decided and whose reply is put off: nobody waits long for words alone."""

# Of one chat's updates: one to be decided, or one whose reply is put off, so that replies come in
# order. One that really failed is not waited for: its citizen was told so.
_earlier = aliased(Inbox)
_DELAYS_BEFORE = (
    select(_earlier.delays)
    .where(
        _earlier.channel == bindparam("of"),
        _earlier.chat_id == bindparam("chat"),
        _earlier.id < bindparam("number"),
        or_(
            and_(_earlier.state == "new", _earlier.received_at > bindparam("since")),
            and_(
                _earlier.state == "said",
                _earlier.delays > 0,
                _earlier.received_at > bindparam("said_since"),
            ),
        ),
        _earlier.attempts == 0,
    )
    .order_by(_earlier.delays.desc())
    .limit(1)
    .scalar_subquery()
)
# Asked at every message, so it is one question, and put together once.
_OPEN = (
    select(_DELAYS_BEFORE, Chat, Citizen, Staff)
    .select_from(Inbox)
    .outerjoin(Chat, and_(Chat.channel == bindparam("of"), Chat.chat_id == bindparam("chat")))
    .outerjoin(Citizen, Citizen.id == Chat.citizen_id)
    .outerjoin(Staff, and_(Staff.id == Chat.staff_id, Staff.active == true()))
    .where(Inbox.id == bindparam("number"), Inbox.state == "new")
)


class Before(Enum):
    """What stands in the way of an update: one of its chat that came earlier and is not done."""

    IN_HAND = "in hand"
    PUT_OFF = "put off"


@dataclass(frozen=True, slots=True)
class Opening:
    """`before`: what the update must wait for. chat None: a stranger's. staff: an active member."""

    before: Before | None
    chat: Chat | None
    citizen: Citizen | None
    staff: Staff | None


async def begin(
    db: Transaction, channel: str, chat_id: int, number: int, now: datetime
) -> Opening | None:
    """Wait for the chat's turn and look who speaks. None: the update of this number was done already.

    One chat is handled in order, by one process at a time, until the end of the transaction.
    """
    if db.get_bind().dialect.name == "postgresql":
        # A statement of its own: what is looked at next must be as of after the wait.
        await db.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:chat, 0))"),
            {"chat": f"{channel}:{chat_id}"},
        )
    found = await db.execute(
        _OPEN,
        {
            "of": channel,
            "chat": chat_id,
            "number": number,
            "since": now - HOLDS_FOR,
            "said_since": now - REPLY_HOLDS_FOR,
        },
    )
    row = found.one_or_none()
    if row is None:
        return None
    delays, chat, citizen, staff = row
    before = None if delays is None else Before.PUT_OFF if delays else Before.IN_HAND
    return Opening(before, chat, citizen, staff)
