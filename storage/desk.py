"""Questions about complaints as those who answer them see them: the lists.

Whoever belongs to a unit that a complaint names finds nothing of it in any of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from domain.complaint import OPEN, WAITING, State
from domain.role import Post, Role
from storage.database import Transaction
from storage.schema.complaint import Complaint, NamedUnit
from storage.schema.staff import Staff

LISTS = ("mine", "waiting", "late")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at a list."""

    staff_id: int
    post: Post


async def page(
    db: Transaction, name: str, viewer: Viewer, now: datetime, offset: int, limit: int
) -> Sequence[Complaint]:
    """A stretch of one of LISTS, the most urgent first."""
    rows = await db.scalars(
        select(Complaint)
        .where(_in_list(name, viewer, now), _not_naming(viewer.post.unit))
        .order_by(Complaint.due_at, Complaint.id)
        .offset(offset)
        .limit(limit)
    )
    return rows.all()


async def count(db: Transaction, name: str, viewer: Viewer, now: datetime) -> int:
    """How long one of LISTS is."""
    number: int | None = await db.scalar(
        select(func.count())
        .select_from(Complaint)
        .where(_in_list(name, viewer, now), _not_naming(viewer.post.unit))
    )
    return number or 0


async def in_hands_of(db: Transaction, staff_id: int) -> Sequence[int]:
    """The complaints that somebody has taken and not ended."""
    rows = await db.scalars(
        select(Complaint.id).where(
            Complaint.taker_id == staff_id, Complaint.state.in_((State.TAKEN, State.ANSWERED))
        )
    )
    return rows.all()


def _in_list(name: str, viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """mine: in one's own hands. waiting: taken by nobody. late: past its day and not answered."""
    if name == "mine":
        return and_(Complaint.taker_id == viewer.staff_id, Complaint.state.in_(OPEN))
    here = _lies_with(viewer.post)
    if name == "waiting":
        return and_(Complaint.state.in_(WAITING), here)
    return and_(Complaint.state.in_(OPEN), Complaint.due_at < now, here)


def _lies_with(post: Post) -> ColumnElement[bool]:
    """A desk's are those of its area; triage has what nobody is sure of and what no desk is there for."""
    if post.role is Role.DESK:
        return and_(Complaint.area == post.area, Complaint.to_triage.is_(False))
    if post.role is Role.TRIAGE:
        manned = exists().where(Staff.role == Role.DESK, Staff.area == Complaint.area, Staff.active)
        return or_(Complaint.to_triage.is_(True), ~manned)
    return true()


def _not_naming(unit: str | None) -> ColumnElement[bool]:
    if unit is None:
        return true()
    return ~exists().where(NamedUnit.complaint_id == Complaint.id, NamedUnit.unit == unit)
