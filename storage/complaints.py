"""Questions about complaints and what was said about them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from domain.complaint import OPEN, EntryKind, State, Verdict
from storage.database import Transaction, insert_into
from storage.schema.complaint import ANSWERED, Complaint, ComplaintEntry, NamedUnit

AT_ONCE = 500
"""Receipt codes that are looked up in one statement."""

AWAITS = (EntryKind.QUESTION, EntryKind.VERDICT, EntryKind.REOPENED)
"""After these the next word is the citizen's."""


async def add(db: Transaction, **values: Any) -> Complaint | None:
    """Keep a new complaint, given by its columns. None: the receipt code is somebody else's.

    Raises IntegrityError when that draft became a complaint already.
    """
    number = await db.scalar(
        insert_into(db, Complaint)
        .values(state=State.RECEIVED.value, **values)
        .on_conflict_do_nothing(index_elements=["receipt_code"])
        .returning(Complaint.id)
    )
    return await db.get(Complaint, number) if number is not None else None


async def find(db: Transaction, complaint_id: int) -> Complaint | None:
    return await db.get(Complaint, complaint_id)


async def find_all(db: Transaction, complaint_ids: Sequence[int]) -> Sequence[Complaint]:
    return (await db.scalars(select(Complaint).where(Complaint.id.in_(complaint_ids)))).all()


async def hold(db: Transaction, complaint_id: int) -> Complaint | None:
    """The complaint as it stands now, which nobody else can change until the end of this
    transaction. Whoever wants to change one holds it first."""
    return await db.scalar(
        select(Complaint)
        .where(Complaint.id == complaint_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def hold_by_code(db: Transaction, receipt_code: str) -> Complaint | None:
    """As `hold`, by the receipt code as domain.receipt_code writes it."""
    return await db.scalar(
        select(Complaint)
        .where(Complaint.receipt_code == receipt_code)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def by_code(db: Transaction, receipt_code: str) -> Complaint | None:
    return await db.scalar(select(Complaint).where(Complaint.receipt_code == receipt_code))


async def by_draft(db: Transaction, draft_key: str) -> Complaint | None:
    """What became of a draft that was sent."""
    return await db.scalar(select(Complaint).where(Complaint.draft_key == draft_key))


async def of_citizen(db: Transaction, citizen_id: int, limit: int = 8) -> Sequence[Complaint]:
    """A citizen's own complaints, the newest first. Anonymous ones are nobody's."""
    rows = await db.scalars(
        select(Complaint)
        .where(Complaint.citizen_id == citizen_id)
        .order_by(Complaint.id.desc())
        .limit(limit)
    )
    return rows.all()


async def awaiting(db: Transaction, citizen_id: int) -> Complaint | None:
    """A citizen's own open complaint of which the last word is a question of staff, or that it is
    not solved; the newest."""
    entry = aliased(ComplaintEntry)
    last = (
        select(func.max(entry.id))
        .where(entry.complaint_id == Complaint.id)
        .correlate(Complaint)
        .scalar_subquery()
    )
    found: Complaint | None = await db.scalar(
        select(Complaint)
        .join(ComplaintEntry, ComplaintEntry.id == last)
        .where(
            Complaint.citizen_id == citizen_id,
            Complaint.state.in_(OPEN),
            ComplaintEntry.kind.in_(AWAITS),
        )
        .order_by(Complaint.id.desc())
        .limit(1)
    )
    return found


async def asked(db: Transaction, complaint_ids: Sequence[int]) -> set[int]:
    """Those of these complaints of which the last word is a question of staff."""
    last = (
        select(func.max(ComplaintEntry.id))
        .where(ComplaintEntry.complaint_id.in_(complaint_ids))
        .group_by(ComplaintEntry.complaint_id)
    )
    rows = await db.scalars(
        select(ComplaintEntry.complaint_id).where(
            ComplaintEntry.id.in_(last), ComplaintEntry.kind == EntryKind.QUESTION
        )
    )
    return set(rows.all())


async def places(db: Transaction, codes: Sequence[str]) -> list[tuple[str, bool]]:
    """Where those of these receipts that are known lie: area, and whether triage has them."""
    found: list[tuple[str, bool]] = []
    for start in range(0, len(codes), AT_ONCE):
        rows = await db.execute(
            select(Complaint.area, Complaint.to_triage).where(
                Complaint.receipt_code.in_(codes[start : start + AT_ONCE])
            )
        )
        found += [(area, to_triage) for area, to_triage in rows]
    return found


async def count_photos(db: Transaction, receipt_code: str) -> int:
    """How many a complaint has, erased ones too."""
    photos = (
        select(func.count(ComplaintEntry.id))
        .join(Complaint, Complaint.id == ComplaintEntry.complaint_id)
        .where(Complaint.receipt_code == receipt_code, ComplaintEntry.kind == EntryKind.PHOTO.value)
    )
    return await db.scalar(photos) or 0


async def unjudged(db: Transaction, before: datetime, limit: int) -> Sequence[int]:
    """Some of those that were answered before that moment and of which nobody said a word since."""
    later = exists().where(ComplaintEntry.complaint_id == Complaint.id, ComplaintEntry.at >= before)
    rows = await db.scalars(
        select(Complaint.id).where(ANSWERED, Complaint.answered_at < before, ~later).limit(limit)
    )
    return rows.all()


async def add_entry(
    db: Transaction,
    complaint_id: int,
    kind: EntryKind,
    now: datetime,
    *,
    staff_id: int | None = None,
    text: str | None = None,
    photo_id: int | None = None,
) -> ComplaintEntry:
    """Keep one thing said or done. A verdict's text is domain.complaint.Verdict."""
    entry = ComplaintEntry(
        complaint_id=complaint_id,
        kind=kind.value,
        staff_id=staff_id,
        text=text,
        photo_id=photo_id,
        at=now,
    )
    db.add(entry)
    await db.flush()
    return entry


async def entries(db: Transaction, complaint_id: int) -> Sequence[ComplaintEntry]:
    """Everything said and done, in order."""
    rows = await db.scalars(
        select(ComplaintEntry)
        .where(ComplaintEntry.complaint_id == complaint_id)
        .order_by(ComplaintEntry.id)
    )
    return rows.all()


async def name_units(db: Transaction, complaint_id: int, units: Sequence[str]) -> None:
    """Note units (ids of content/units.toml) that the complaint names; known ones stay."""
    known = set(await named_units(db, complaint_id))
    db.add_all(NamedUnit(complaint_id=complaint_id, unit=u) for u in units if u not in known)
    await db.flush()


async def named_units(db: Transaction, complaint_id: int) -> Sequence[str]:
    """Ids of the units whose people must not see it."""
    rows = await db.scalars(
        select(NamedUnit.unit).where(NamedUnit.complaint_id == complaint_id).order_by(NamedUnit.id)
    )
    return rows.all()


async def units_named_by(
    db: Transaction, complaint_ids: Sequence[int]
) -> dict[int, frozenset[str]]:
    """As `named_units`, for several complaints; those that name none are left out."""
    rows = await db.execute(
        select(NamedUnit.complaint_id, NamedUnit.unit).where(
            NamedUnit.complaint_id.in_(complaint_ids)
        )
    )
    found: dict[int, set[str]] = {}
    for number, unit in rows:
        found.setdefault(number, set()).add(unit)
    return {number: frozenset(units) for number, units in found.items()}


async def move(
    db: Transaction,
    complaint: Complaint,
    state: State,
    now: datetime,
    *,
    taker_id: int | None = None,
    verdict: Verdict | None = None,
    due_at: datetime | None = None,
) -> None:
    """Put a held complaint into its next state and note the times that go with it.

    taker_id: who takes it (only with taken). verdict: what the citizen said of the answer; a new
    answer makes room for a new one. due_at: the new promise of one that goes back.
    """
    complaint.state = state.value
    if state is State.TAKEN:
        complaint.taker_id, complaint.taken_at = taker_id or complaint.taker_id, now
    elif state in (State.RECEIVED, State.REOPENED):
        complaint.taker_id = complaint.taken_at = complaint.closed_at = None
    elif state is State.ANSWERED:
        complaint.answered_at, complaint.verdict = now, None
    else:
        complaint.closed_at = now
    if verdict is not None:
        complaint.verdict = verdict.value
    if due_at is not None:
        complaint.due_at = due_at
    await db.flush()
