"""Questions about what people decided on the routing of complaints: kept, or corrected."""

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from storage.database import Transaction
from storage.schema.complaint import Correction

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
