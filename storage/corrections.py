"""Questions about what people decided on the routing of complaints: kept, or corrected."""

from collections.abc import Sequence
from datetime import datetime
from itertools import product
from typing import NamedTuple

from sqlalchemy import exists, func, literal, select, union_all
from sqlalchemy.orm import aliased

from domain.complaint import EntryKind
from storage.database import Transaction
from storage.schema.complaint import ComplaintEntry, Correction

AT_ONCE = 500
"""Complaints whose words are read in one statement."""
PRECISION_OVER = 100
"""How many of the last decided routings to an area its precision is measured over."""


class Precision(NamedTuple):
    """How many routings were kept, of how many that people decided on."""

    kept: int
    decided: int


async def correct(
    db: Transaction,
    *,
    complaint_id: int,
    routed_to: str,
    corrected_to: str,
    staff_id: int,
    now: datetime,
    was_sure: bool | None = None,
) -> None:
    """Keep that somebody sent a complaint elsewhere, or (both areas equal) said that it was right.

    was_sure: of the routing. It is kept with the first decision, which judges the routing; later ones
    judge people.
    """
    first = not await is_decided(db, complaint_id)
    db.add(
        Correction(
            complaint_id=complaint_id,
            routed_to=routed_to,
            corrected_to=corrected_to,
            was_sure=was_sure if first else None,
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


async def precision(db: Transaction, areas: Sequence[str]) -> dict[tuple[str, bool], Precision]:
    """Of the last routings to each area, by (area, whether the routing was sure): how many were kept.

    The first decision on a complaint judges; but where it kept the area and somebody there sent the
    complaint on after all, it was not kept.
    """
    later = aliased(Correction)
    sent_on = exists().where(
        later.complaint_id == Correction.complaint_id,
        later.routed_to == Correction.routed_to,
        later.corrected_to != later.routed_to,
    )
    counts = []
    for area, sure in product(areas, (True, False)):
        last = (
            select(sent_on.label("sent_on"))
            .where(Correction.routed_to == area, Correction.was_sure.is_(sure))
            .order_by(Correction.id.desc())
            .limit(PRECISION_OVER)
            .subquery()
        )
        kept = func.count().filter(~last.c.sent_on)
        counts.append(
            select(
                literal(area).label("area"),
                literal(sure).label("sure"),
                kept.label("kept"),
                func.count().label("decided"),
            ).select_from(last)
        )
    rows = await db.execute(union_all(*counts))
    return {(area, bool(sure)): Precision(kept, decided) for area, sure, kept, decided in rows}


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
