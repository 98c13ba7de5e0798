"""The sweep: what is due is measured once more, and what is still owed climbs."""

from collections.abc import Sequence
from datetime import datetime

from domain.duty import Event, Owed
from domain.duty import owed as measure
from domain.reckoning import climb, fill_leaps, told_so_far
from handlers.case_deadlines import lives_of
from handlers.deadlines import drop
from handlers.house import House
from storage import deadlines, events
from storage.database import Transaction
from storage.deadlines import Changes, Kept


async def sweep_some(db: Transaction, house: House, now: datetime, limit: int) -> int:
    """Measure up to `limit` deadlines that are due; what is owed still climbs. How many there were."""
    due = await deadlines.claim_due(db, now, limit)
    if not due:
        return 0
    lives = await _lives(db, sorted({one.holder.subject for one in due}))
    changed = []
    for one in due:
        owed = _find(house, one, lives[one.holder.subject], now)
        if owed is None:
            changed.append(drop(one))
            continue
        course = climb(owed, house.rulebook.ladder, one.course.step, now)
        changed.append(Kept(one.id, one.holder, told_so_far(course, one.course.told)))
    await deadlines.keep(db, Changes([], changed))
    return len(due)


def _find(house: House, kept: Kept, life: Sequence[Event], now: datetime) -> Owed | None:
    """The duty behind a deadline, as it stands now; None when no rule asks for it any more."""
    kind, course, book = kept.holder.kind, kept.course, house.rulebook
    versions = book.by_kind.get(kind, {}).get(course.rule, ())
    found = measure(versions, kind, fill_leaps(kind, life), book.calendar, now)
    return next((one for one in found if one.since == course.since), None)


async def _lives(db: Transaction, subjects: Sequence[str]) -> dict[str, list[Event]]:
    numbers = [int(s.removeprefix("case:")) for s in subjects if s.startswith("case:")]
    lives = {f"case:{n}": life for n, life in (await lives_of(db, numbers)).items()}
    others = [subject for subject in subjects if not subject.startswith("case:")]
    return lives | await events.of_subjects(db, others)
