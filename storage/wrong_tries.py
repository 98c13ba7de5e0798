"""Wrong tries at codes, and the lock they lead to.

A subject is who guesses or what is guessed at: `chat-case:<channel>:<chat>`, `case:<number>`,
`from-case:<hash of an address>`, the same with `receipt` and `staff` for their doors, and
`feed:<hash of an address>`. Whoever opens something by a code looks at `locked_until` first, counts
a wrong try for each subject, and forgives the chat when a code was right. The copies of their data that a
citizen asks for are counted the same way (`export:<citizen>`).
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, case, delete, literal, or_, select

from storage.database import Transaction, insert_into
from storage.moment import Moment
from storage.schema.case import WrongTries

WINDOW = timedelta(days=1)
"""Tries further apart than this are not one guessing: five slips in a year lock nobody out."""
SUBJECT_LENGTH = 80


class Counted(NamedTuple):
    """How often a subject was tried wrongly, this time included; until when it is locked by that."""

    times: int
    until: datetime | None


def exports_of(citizen_id: int) -> str:
    """The subject of a citizen's exports."""
    return f"export:{citizen_id}"


async def locked_until(
    db: Transaction, subjects: Collection[str], now: datetime
) -> datetime | None:
    """The latest end of the locks on any of these subjects; None when all are open."""
    return max((await locks_on(db, subjects, now)).values(), default=None)


async def locks_on(
    db: Transaction, subjects: Collection[str], now: datetime
) -> dict[str, datetime]:
    """Those of these subjects that are locked, each with the end of its lock."""
    named = {_short(subject): subject for subject in subjects}
    rows = await db.execute(
        select(WrongTries.subject, WrongTries.locked_until).where(
            WrongTries.subject.in_(named), WrongTries.locked_until > now
        )
    )
    return {named[subject]: until for subject, until in rows if until is not None}


async def count_wrong(
    db: Transaction, subject: str, lock_after: int, lock_for: timedelta, now: datetime
) -> datetime | None:
    """Count one wrong try. The end of the lock when the subject is locked now, by this try or before."""
    return (await count_try(db, subject, lock_after, lock_for, now)).until


async def count_try(
    db: Transaction, subject: str, lock_after: int, lock_for: timedelta, now: datetime
) -> Counted:
    """The same, with how many there were.

    One statement, so that tries at the same moment, in several processes, are all counted.
    """
    lock = literal(now + lock_for, Moment())
    anew = or_(
        WrongTries.since < now - WINDOW,
        and_(WrongTries.locked_until.is_not(None), WrongTries.locked_until <= now),
    )
    counted = await db.execute(
        insert_into(db, WrongTries)
        .values(
            subject=_short(subject),
            count=1,
            since=now,
            locked_until=now + lock_for if lock_after <= 1 else None,
        )
        .on_conflict_do_update(
            index_elements=["subject"],
            set_={
                "count": case((anew, 1), else_=WrongTries.count + 1),
                "since": case((anew, literal(now, Moment())), else_=WrongTries.since),
                "locked_until": case(
                    (anew, lock if lock_after <= 1 else None),
                    (WrongTries.locked_until.is_not(None), WrongTries.locked_until),
                    (WrongTries.count + 1 >= lock_after, lock),
                    else_=None,
                ),
            },
        )
        .returning(WrongTries.count, WrongTries.locked_until)
    )
    return Counted._make(counted.one())


async def forgive(db: Transaction, subject: str) -> None:
    """Forget the wrong tries of a subject that has shown a right code."""
    await db.execute(delete(WrongTries).where(WrongTries.subject == _short(subject)))


async def forget_stale(db: Transaction, now: datetime) -> int:
    """Erase tries that neither lock nor count any more. How many there were."""
    gone = await db.scalars(
        delete(WrongTries)
        .where(
            WrongTries.since < now - WINDOW,
            or_(WrongTries.locked_until.is_(None), WrongTries.locked_until <= now),
        )
        .returning(WrongTries.id)
    )
    return len(gone.all())


def _short(subject: str) -> str:
    return subject[:SUBJECT_LENGTH]
