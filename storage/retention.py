"""Questions about what was kept long enough."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select

from storage.clocks import forget_clocks
from storage.database import Transaction
from storage.schema.citizen import Citizen
from storage.schema.complaint import Complaint, ComplaintEntry, Photo
from storage.schema.draft import ComplaintDraft

AT_ONCE = 200
"""Rows erased in one commit, so that nobody waits long for it."""


async def old_complaints(db: Transaction, closed_before: datetime) -> Sequence[int]:
    """Some of the complaints closed before that moment."""
    old = select(Complaint.id).where(Complaint.closed_at < closed_before).limit(AT_ONCE)
    return (await db.scalars(old)).all()


async def forget_complaints(db: Transaction, numbers: Sequence[int]) -> None:
    """Erase complaints with their entries and photos."""
    pictures = (
        await db.scalars(
            select(ComplaintEntry.photo_id).where(
                ComplaintEntry.complaint_id.in_(numbers), ComplaintEntry.photo_id.is_not(None)
            )
        )
    ).all()
    await forget_clocks(db, numbers)
    await db.execute(delete(Complaint).where(Complaint.id.in_(numbers)))
    await db.execute(delete(Photo).where(Photo.id.in_(pictures)))


async def old_citizens(db: Transaction, seen_before: datetime) -> Sequence[int]:
    """Some of the citizens not seen since that moment."""
    old = select(Citizen.id).where(Citizen.seen_at < seen_before).limit(AT_ONCE)
    return (await db.scalars(old)).all()


async def forget_stray_photos(db: Transaction, kept_before: datetime) -> int:
    """Erase photos that neither a complaint nor a draft shows. Returns how many."""
    shown = exists().where(ComplaintEntry.photo_id == Photo.id)
    old = await db.scalars(
        select(Photo.id).where(Photo.kept_at < kept_before, ~shown).limit(AT_ONCE)
    )
    drafts = await db.scalars(select(ComplaintDraft.parts))
    drafted = {part.get("photo") for parts in drafts for part in parts}
    stray = [number for number in old if number not in drafted]
    await db.execute(delete(Photo).where(Photo.id.in_(stray)))
    return len(stray)
