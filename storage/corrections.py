"""Questions about what people decided on the routing of complaints: kept, or corrected."""

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from domain.complaint import EntryKind
from storage.database import Transaction
from storage.schema.complaint import ComplaintEntry, Correction

AT_ONCE = 500
"""Complaints whose words are read in one statement."""
PRECISION_OVER = 100
"""How many of the last decided routings to an area its precision is measured over."""


async def correct(
    db: Transaction,
    *,
    complaint_id: int,
    routed_to: str,
    corrected_to: str,
    staff_id: int,
    now: datetime,
) -> None:
    """Keep that somebody sent a complaint elsewhere, or (both areas equal) said that it was right."""
    db.add(
        Correction(
            complaint_id=complaint_id,
            routed_to=routed_to,
            corrected_to=corrected_to,
            staff_id=staff_id,
            at=now,
        )
    )
    await db.flush()


async def is_decided(db: Transaction, complaint_id: int) -> bool:
    """Whether anybody decided on the routing of a complaint already."""
    return bool(await db.scalar(select(exists().where(Correction.complaint_id == complaint_id))))


async def was_moved(db: Transaction, complaint_id: int) -> bool:
    """Whether people sent a complaint elsewhere than where routing did."""
    return bool(
        await db.scalar(
            select(
                exists().where(
                    Correction.complaint_id == complaint_id,
                    Correction.routed_to != Correction.corrected_to,
                )
            )
        )
    )


async def precision(db: Transaction, area: str) -> tuple[int, int]:
    """How many of the last routings to an area were kept, and of how many.

    Only the first decision on a complaint judges the routing: later ones judge people.
    """
    earlier = aliased(Correction)
    first = ~exists().where(
        earlier.complaint_id == Correction.complaint_id, earlier.id < Correction.id
    )
    last = (
        select(Correction.corrected_to)
        .where(Correction.routed_to == area, first)
        .order_by(Correction.id.desc())
        .limit(PRECISION_OVER)
        .subquery()
    )
    kept = func.count().filter(last.c.corrected_to == area)
    row = (await db.execute(select(kept, func.count()).select_from(last))).one()
    return row[0], row[1]


async def decided_texts(db: Transaction, most: int) -> list[tuple[int, str, str]]:
    """The complaints whose routing people decided on last: number, area decided, citizen's words.

    The newest first, at most so many. Of several decisions on a complaint the last one counts:
    it is the one that stood. Those without words of the citizen are left out.
    """
    later = aliased(Correction)
    last = ~exists().where(later.complaint_id == Correction.complaint_id, later.id > Correction.id)
    rows = await db.execute(
        select(Correction.complaint_id, Correction.corrected_to)
        .where(last)
        .order_by(Correction.id.desc())
        .limit(most)
    )
    areas = {row.complaint_id: row.corrected_to for row in rows}
    words: dict[int, list[str]] = {}
    numbers = list(areas)
    for start in range(0, len(numbers), AT_ONCE):
        entries = await db.execute(
            select(ComplaintEntry.complaint_id, ComplaintEntry.text)
            .where(
                ComplaintEntry.complaint_id.in_(numbers[start : start + AT_ONCE]),
                ComplaintEntry.kind == EntryKind.TEXT.value,
                ComplaintEntry.text.is_not(None),
            )
            .order_by(ComplaintEntry.id)
        )
        for number, text in entries:
            words.setdefault(number, []).append(text or "")
    return [(n, area, "\n".join(words[n])) for n, area in areas.items() if n in words]
