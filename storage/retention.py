"""Questions about what was kept long enough. What erases is told how far in portions: see `portions`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, delete, exists, literal, select, tuple_

from storage.clocks import forget_clocks
from storage.database import Transaction
from storage.moment import Moment
from storage.portions import FILES, erase_some
from storage.schema.case import Case
from storage.schema.citizen import Citizen
from storage.schema.complaint import Complaint, ComplaintEntry, Photo
from storage.schema.draft import ComplaintDraft
from storage.schema.history import WebChat, WebFile, WebMessage
from storage.schema.outbox import Outbox

AT_ONCE = 200
"""Rows looked at in one commit."""
WITH_ALL = 10
"""Citizens or complaints that are erased in one commit, with all that hangs on them: about twenty
statements each, and nobody else writes meanwhile."""


class Place(NamedTuple):
    """How far a sweep through the photos is."""

    kept_at: datetime
    id: int


async def forget_said(db: Transaction, before: datetime) -> int:
    """Erase some of what was said in the web chat before that moment."""
    return await erase_some(db, WebMessage.id, WebMessage.said_at < before)


async def forget_web_files(db: Transaction, before: datetime) -> int:
    """Erase some of the web chat's files that were kept before that moment."""
    return await erase_some(db, WebFile.id, WebFile.kept_at < before, limit=FILES)


async def forget_web_chats(db: Transaction, before: datetime) -> int:
    """Erase some of the counters of web chats in which nothing happened since that moment."""
    return await erase_some(db, WebChat.chat_id, WebChat.seen_at < before)


async def forget_settled(db: Transaction, before: datetime) -> int:
    """Erase some of what was sent, or given up, before that moment.

    A card that stands in a chat is known as long as its complaint: its words go with it.
    """
    stands = and_(
        Outbox.kind == "card",
        Outbox.message_id.is_not(None),
        Outbox.subject.startswith("complaint:"),
    )
    return await erase_some(db, Outbox.id, Outbox.settled_at < before, ~stands)


async def old_complaints(db: Transaction, closed_before: datetime) -> Sequence[int]:
    """Some of the complaints closed before that moment."""
    old = select(Complaint.id).where(Complaint.closed_at < closed_before).limit(WITH_ALL)
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
    await forget_clocks(db, [f"complaint:{number}" for number in numbers])
    await db.execute(delete(Complaint).where(Complaint.id.in_(numbers)))
    await db.execute(delete(Photo).where(Photo.id.in_(pictures)))


async def forget_cases(db: Transaction, ends: Collection[str], ended_before: datetime) -> int:
    """Erase some of the cases that ended before that moment, with all that hangs on them. ends: stages
    that end a case."""
    old = (Case.stage.in_(ends), Case.stage_at < ended_before)
    numbers = (await db.scalars(select(Case.id).where(*old).limit(AT_ONCE).with_for_update())).all()
    await forget_clocks(db, [f"case:{number}" for number in numbers])
    await db.execute(delete(Case).where(Case.id.in_(numbers)))
    return len(numbers)


async def old_citizens(db: Transaction, seen_before: datetime) -> Sequence[int]:
    """Some of the citizens not seen since that moment."""
    old = select(Citizen.id).where(Citizen.seen_at < seen_before).limit(WITH_ALL)
    return (await db.scalars(old)).all()


async def drafted_photos(db: Transaction) -> set[int]:
    """The photos of everything that citizens are writing."""
    found: set[int] = set()
    last = 0
    while True:
        rows = await db.execute(
            select(ComplaintDraft.id, ComplaintDraft.parts)
            .where(ComplaintDraft.id > last)
            .order_by(ComplaintDraft.id)
            .limit(AT_ONCE)
        )
        drafts = rows.all()
        if not drafts:
            return found
        last = drafts[-1].id
        found |= {p["photo"] for draft in drafts for p in draft.parts if p.get("photo")}


async def forget_stray_photos(
    db: Transaction, kept_before: datetime, drafted: set[int], after: Place | None
) -> Place | None:
    """Erase photos that neither a complaint nor a draft shows, beyond that place.

    Returns where to go on; None: there are no more.
    """
    old = (
        select(Photo.kept_at, Photo.id, exists().where(ComplaintEntry.photo_id == Photo.id))
        .where(Photo.kept_at < kept_before)
        .order_by(Photo.kept_at, Photo.id)
        .limit(AT_ONCE)
    )
    if after is not None:
        place = tuple_(literal(after.kept_at, Moment), literal(after.id))
        old = old.where(tuple_(Photo.kept_at, Photo.id) > place)
    photos = (await db.execute(old)).all()
    stray = [number for _, number, shown in photos if not shown and number not in drafted]
    await db.execute(delete(Photo).where(Photo.id.in_(stray)))
    return Place(photos[-1][0], photos[-1][1]) if photos else None
