"""Questions about complaints as those who answer them see them.

Whoever belongs to a unit that a complaint names finds nothing of it in any list here.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from domain.complaint import OPEN, WAITING, State
from storage.database import Transaction
from storage.schema.complaint import Complaint, NamedUnit


async def in_hands_of(db: Transaction, staff_id: int) -> Sequence[int]:
    """The complaints that somebody has taken and not ended."""
    rows = await db.scalars(
        select(Complaint.id).where(
            Complaint.taker_id == staff_id, Complaint.state.in_((State.TAKEN, State.ANSWERED))
        )
    )
    return rows.all()


def mine(staff_id: int) -> ColumnElement[bool]:
    """What is in somebody's own hands."""
    return and_(Complaint.taker_id == staff_id, Complaint.state.in_(OPEN))


def waiting() -> ColumnElement[bool]:
    """What nobody has taken yet, or taken again."""
    return Complaint.state.in_(WAITING)


def late(now: datetime) -> ColumnElement[bool]:
    """What is past its day and still not answered."""
    return and_(Complaint.state.in_(OPEN), Complaint.due_at < now)


def of_desk(area: str) -> ColumnElement[bool]:
    """What lies at the desk of an area."""
    return and_(Complaint.area == area, Complaint.to_triage.is_(False))


def of_triage(unstaffed: Collection[str]) -> ColumnElement[bool]:
    """What lies in triage, and what is for areas that have nobody at their desk."""
    return or_(Complaint.to_triage.is_(True), Complaint.area.in_(unstaffed))


async def page(
    db: Transaction,
    *which: ColumnElement[bool],
    unit: str | None,
    offset: int,
    limit: int,
) -> Sequence[Complaint]:
    """A stretch of a list, the most urgent first, without what names `unit`."""
    rows = await db.scalars(
        select(Complaint)
        .where(*which, _not_naming(unit))
        .order_by(Complaint.due_at, Complaint.id)
        .offset(offset)
        .limit(limit)
    )
    return rows.all()


async def count(db: Transaction, *which: ColumnElement[bool], unit: str | None) -> int:
    """How long a list is, without what names `unit`."""
    number: int | None = await db.scalar(
        select(func.count()).select_from(Complaint).where(*which, _not_naming(unit))
    )
    return number or 0


def _not_naming(unit: str | None) -> ColumnElement[bool]:
    if unit is None:
        return true()
    return ~exists().where(NamedUnit.complaint_id == Complaint.id, NamedUnit.unit == unit)
