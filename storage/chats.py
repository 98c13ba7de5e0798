"""Questions about chats: who is met where, and where the talk stands."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update

from storage.database import Transaction
from storage.schema.citizen import Chat, Citizen
from storage.schema.staff import Staff

FIND = (
    select(Chat, Citizen, Staff)
    .outerjoin(Citizen, Citizen.id == Chat.citizen_id)
    .outerjoin(Staff, (Staff.id == Chat.staff_id) & Staff.active)
    .where(Chat.channel == bindparam("channel"), Chat.chat_id == bindparam("chat_id"))
)


async def find(
    db: Transaction, channel: str, chat_id: int
) -> tuple[Chat, Citizen | None, Staff | None] | None:
    """The chat with the citizen or the active member of staff whose it is; None for a stranger's."""
    found = await db.execute(FIND, {"channel": channel, "chat_id": chat_id})
    row = found.one_or_none()
    return (row[0], row[1], row[2]) if row else None


async def of_citizen(db: Transaction, citizen_id: int) -> Sequence[Chat]:
    """The chats in which a citizen can be reached: the one bound last first, and those where they are
    at work last, for a workplace takes no buttons of a citizen."""
    rows = await db.scalars(
        select(Chat)
        .where(Chat.citizen_id == citizen_id, Chat.closed_at.is_(None))
        .order_by(Chat.staff_id.is_not(None), Chat.id.desc())
    )
    return rows.all()


async def to_reach(db: Transaction, citizen_id: int) -> Chat | None:
    """The one chat in which a citizen is told something: the newest that is open, not where they are at
    work if there is another; else the newest.

    In a closed one it ends as a row that says so, and staff call.
    """
    found: Chat | None = await db.scalar(
        select(Chat)
        .where(Chat.citizen_id == citizen_id)
        .order_by(Chat.closed_at.is_not(None), Chat.staff_id.is_not(None), Chat.id.desc())
        .limit(1)
    )
    return found


async def is_reached(db: Transaction, citizen_id: int) -> bool:
    """Whether anything that is sent to a citizen arrives, as far as is known."""
    chat = await to_reach(db, citizen_id)
    return chat is not None and chat.closed_at is None


async def of_staff(db: Transaction, staff_ids: Sequence[int]) -> Sequence[Chat]:
    """The chats in which these members of staff can be reached."""
    rows = await db.scalars(
        select(Chat).where(Chat.staff_id.in_(staff_ids), Chat.closed_at.is_(None)).order_by(Chat.id)
    )
    return rows.all()


async def close(db: Transaction, channel: str, chat_id: int, now: datetime) -> None:
    """The channel said that nobody can be reached there."""
    await db.execute(
        update(Chat).where(Chat.channel == channel, Chat.chat_id == chat_id).values(closed_at=now)
    )
