"""Questions about what staff were shown of complaints in reply to what they asked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from storage.database import Transaction, insert_into
from storage.schema.complaint import Complaint
from storage.schema.shown import ShownMessage


async def note(
    db: Transaction,
    channel: str,
    chat_id: int,
    message_id: int,
    complaint_id: int,
    now: datetime,
    *,
    is_photo: bool,
) -> bool:
    """A message shows this complaint now, whatever it showed before. False: that was erased meanwhile."""
    known = select(Complaint.id).where(Complaint.id == complaint_id).with_for_update(read=True)
    if await db.scalar(known) is None:
        return False
    new = {"complaint_id": complaint_id, "is_photo": is_photo, "at": now}
    await db.execute(
        insert_into(db, ShownMessage)
        .values(channel=channel, chat_id=chat_id, message_id=message_id, **new)
        .on_conflict_do_update(index_elements=["channel", "chat_id", "message_id"], set_=new)
    )
    return True


async def of_complaint(db: Transaction, complaint_id: int) -> Sequence[ShownMessage]:
    """The oldest first."""
    rows = await db.scalars(
        select(ShownMessage)
        .where(ShownMessage.complaint_id == complaint_id)
        .order_by(ShownMessage.channel, ShownMessage.chat_id, ShownMessage.message_id)
    )
    return rows.all()


async def of_chat(db: Transaction, channel: str, chat_id: int) -> Sequence[ShownMessage]:
    """What a chat was shown besides cards, the oldest first."""
    rows = await db.scalars(
        select(ShownMessage)
        .where(ShownMessage.channel == channel, ShownMessage.chat_id == chat_id)
        .order_by(ShownMessage.message_id)
    )
    return rows.all()


async def forget(db: Transaction, numbers: Sequence[int]) -> None:
    await db.execute(delete(ShownMessage).where(ShownMessage.id.in_(numbers)))
