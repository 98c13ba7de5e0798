"""Questions about deadlines: what is kept of a subject, what is due, what changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, or_, select, text, update

from domain.duty import Standing
from domain.ladder import Step
from domain.reckoning import Course
from storage.database import Transaction, insert_into
from storage.schema.deadline import UNTOLD, Deadline

UNENDED = (Standing.OPEN, Standing.PAUSED, Standing.LATE)


class Holder(NamedTuple):
    """Whose deadlines: a case or a complaint, as the board counts it."""

    subject: str
    kind: str
    unit: str
    major: bool


class Kept(NamedTuple):
    """A deadline as it is kept."""

    id: int
    holder: Holder
    course: Course


class Changes(NamedTuple):
    """What reckoning found: deadlines that are new, and those that are not as they were kept."""

    new: list[tuple[Holder, Course]]
    changed: list[Kept]


COLUMNS = (
    Deadline.id,
    Deadline.subject,
    Deadline.kind,
    Deadline.unit,
    Deadline.major,
    Deadline.rule,
    Deadline.since,
    Deadline.until,
    Deadline.standing,
    Deadline.done_at,
    Deadline.step,
    Deadline.next_at,
    Deadline.told,
)


async def kept_of(db: Transaction, subjects: Sequence[str]) -> dict[str, list[Kept]]:
    """The deadlines of each subject."""
    found: dict[str, list[Kept]] = {subject: [] for subject in subjects}
    rows = await db.execute(
        select(*COLUMNS).where(Deadline.subject.in_(subjects)).order_by(Deadline.since, Deadline.id)
    )
    for row in rows:
        found[row.subject].append(_kept(row))
    return found


async def claim_due(db: Transaction, now: datetime, limit: int) -> list[Kept]:
    """Deadlines of which something is to be said by now, the oldest first, held by this commit.

    What another process is at work on is left to it.
    """
    rows = await db.execute(
        select(*COLUMNS)
        .where(Deadline.next_at <= now)
        .order_by(Deadline.next_at, Deadline.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_kept(row) for row in rows]


async def keep(db: Transaction, changes: Changes) -> None:
    """Write new and changed deadlines, in a statement each."""
    connection = await db.connection()
    if changes.new:
        await connection.execute(
            insert_into(db, Deadline).on_conflict_do_nothing(
                index_elements=["subject", "rule", "since"]
            ),
            [
                holder._asdict() | {"rule": course.rule, "since": course.since} | _facts(course)
                for holder, course in changes.new
            ],
        )
    if changes.changed:
        values = ("kind", "unit", "major", *FACTS)
        await connection.execute(
            update(Deadline)
            .where(Deadline.id == bindparam("number"))
            .values({name: bindparam(f"new_{name}") for name in values}),
            [
                {
                    "number": one.id,
                    "new_kind": one.holder.kind,
                    "new_unit": one.holder.unit,
                    "new_major": one.holder.major,
                }
                | {f"new_{name}": value for name, value in _facts(one.course).items()}
                for one in sorted(changes.changed, key=lambda one: one.id)
            ],
        )


async def anything_untold(db: Transaction) -> bool:
    """Whether a deadline has climbed further than people heard."""
    found = await db.scalar(select(Deadline.id).where(text(UNTOLD)).limit(1))
    return found is not None


async def claim_untold(db: Transaction, audience: str, limit: int) -> list[Kept]:
    """Deadlines that climbed further than people heard, held by this commit.

    Not those that were tried with that audience before: it is a fingerprint of who can be told.
    """
    rows = await db.execute(
        select(*COLUMNS)
        .where(text(UNTOLD), Deadline.tried != audience)
        .order_by(Deadline.tried, Deadline.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_kept(row) for row in rows]


async def keep_told(db: Transaction, tried: Sequence[tuple[Kept, Step]], audience: str) -> None:
    """Write how far people have heard now; what is left is tried again with another audience."""
    if not tried:
        return
    connection = await db.connection()
    await connection.execute(
        update(Deadline)
        .where(Deadline.id == bindparam("number"))
        .values(told=bindparam("heard"), tried=bindparam("in_vain")),
        [
            {
                "number": one.id,
                "heard": int(step),
                "in_vain": audience if step < one.course.step else "",
            }
            for one, step in tried
        ],
    )


async def look_again(db: Transaction, subjects: Sequence[str], now: datetime) -> None:
    """Have the next sweep measure what these still owe: something happened to them.

    Those too of which everything was said that there is to say: they are owed until they are done.
    Those that somebody is at work on are measured anyway before anything is said of them.
    """
    waiting = (
        select(Deadline.id)
        .where(
            Deadline.subject.in_(subjects),
            Deadline.standing.in_(UNENDED),
            or_(Deadline.next_at > now, Deadline.next_at.is_(None)),
        )
        .with_for_update(skip_locked=True)
    )
    await db.execute(
        update(Deadline)
        .where(Deadline.id.in_(waiting))
        .values(next_at=now)
        .execution_options(synchronize_session=False)
    )


async def forget(db: Transaction, subjects: Sequence[str]) -> None:
    await db.execute(delete(Deadline).where(Deadline.subject.in_(subjects)))


async def first_told_beyond(db: Transaction, end: datetime) -> datetime | None:
    """When something is to be said next of what is still owed and ends after `end`."""
    moment: datetime | None = await db.scalar(
        select(func.min(Deadline.next_at)).where(
            Deadline.next_at.is_not(None), Deadline.until > end
        )
    )
    return moment


FACTS = ("until", "standing", "done_at", "step", "next_at", "told", "tried")


def _facts(course: Course) -> dict[str, object]:
    return {
        "until": course.until,
        "standing": course.standing.value,
        "done_at": course.done_at,
        "step": int(course.step),
        "next_at": course.next_at,
        "told": int(course.told),
        "tried": "",
    }


def _kept(row: Any) -> Kept:
    (
        number,
        subject,
        kind,
        unit,
        major,
        rule,
        since,
        until,
        standing,
        done_at,
        step,
        next_at,
        told,
    ) = row
    return Kept(
        number,
        Holder(subject, kind, unit, major),
        Course(rule, since, until, Standing(standing), done_at, Step(step), next_at, Step(told)),
    )
