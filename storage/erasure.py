"""Erases a citizen: in one commit, everything that is linked to the person."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, select, update

from domain.survey_session import read_typed_messages
from storage import history, history_erasure, inbox, surveys, wrong_tries
from storage.clocks import forget_clocks
from storage.database import Transaction
from storage.mydata import all_chats, drafts_in, photos_of
from storage.schema.citizen import Chat, Citizen
from storage.schema.complaint import Complaint, Photo
from storage.schema.outbox import Outbox
from storage.schema.task import CaseProperty


async def erase(db: Transaction, citizen_id: int, now: datetime) -> None:
    """Erase a citizen in this commit.

    Complaints in hand lose their link to the person and stay; closed ones go with their photos. What
    waits to be sent will never be, and keeps neither words nor addressee. A chat that is also a
    member of staff's stays theirs.
    """
    chats = await all_chats(db, citizen_id)
    sessions = await surveys.of_citizen(db, citizen_id)
    typed = [one for row in sessions for one in read_typed_messages(row.session)]
    closed = and_(Complaint.citizen_id == citizen_id, Complaint.closed_at.is_not(None))
    photos = list((await db.scalars(photos_of(closed))).all())
    for draft in await drafts_in(db, chats):
        photos += [part["photo"] for part in draft.parts if part.get("photo") is not None]
        await db.delete(draft)
    await db.flush()
    numbers = await closed_complaints(db, citizen_id)
    await forget_clocks(db, [f"complaint:{number}" for number in numbers])
    await db.execute(delete(Complaint).where(closed))
    await db.execute(delete(Photo).where(Photo.id.in_(photos)))
    await db.execute(
        update(Complaint).where(Complaint.citizen_id == citizen_id).values(citizen_id=None)
    )
    await db.execute(
        update(CaseProperty)
        .where(CaseProperty.citizen_id == citizen_id)
        .values(citizen_id=None, slot=None, agreed=False)
    )
    await _silence(db, citizen_id, now)
    await wrong_tries.forgive(db, wrong_tries.exports_of(citizen_id))
    for chat in chats:
        if chat.channel == history.CHANNEL:
            await history_erasure.erase(db, chat.chat_id, now)
    await inbox.forget_words(db, [(chat.channel, chat.chat_id) for chat in chats], now)
    await db.execute(
        update(Chat)
        .where(Chat.citizen_id == citizen_id, Chat.staff_id.is_not(None))
        .values(citizen_id=None, state=None, data=None)
    )
    await db.execute(delete(Chat).where(Chat.citizen_id == citizen_id))
    await db.execute(delete(Citizen).where(Citizen.id == citizen_id))
    await surveys.take_out(db, typed, now)


async def closed_complaints(db: Transaction, citizen_id: int) -> Sequence[int]:
    """The complaints that `erase` would erase with the citizen."""
    rows = await db.scalars(
        select(Complaint.id).where(
            Complaint.citizen_id == citizen_id, Complaint.closed_at.is_not(None)
        )
    )
    return rows.all()


async def _silence(db: Transaction, citizen_id: int, now: datetime) -> None:
    await db.execute(
        delete(Outbox).where(Outbox.citizen_id == citizen_id, Outbox.state != "waiting")
    )
    rows = await db.scalars(select(Outbox).where(Outbox.citizen_id == citizen_id))
    for row in rows:
        row.key, row.subject, row.say = f"erased:{row.id}", "erased", {"text": ""}
        row.citizen_id, row.chat_id = None, 0
        row.state, row.reason, row.settled_at = "never", "erased", now
    await db.flush()
