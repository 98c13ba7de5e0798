"""The sweep: what is due is measured once more, and what is still owed gets louder."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain.duty import Event, Owed
from domain.duty import owed as measure
from domain.ladder import Step
from domain.reckoning import climb, fill_leaps
from handlers.case_deadlines import lives_of
from handlers.deadlines import drop
from handlers.house import House
from storage import deadlines, events
from storage.database import Transaction
from storage.deadlines import Changes, Kept


class Climb(NamedTuple):
    """A deadline that has reached a step: `before` is the one that was said before."""

    kept: Kept
    owed: Owed
    before: Step

    @property
    def step(self) -> Step:
        return self.kept.course.step


async def sweep_some(
    db: Transaction, house: House, now: datetime, limit: int
) -> tuple[int, list[Climb]]:
    """Measure up to `limit` deadlines that are due. How many there were, and those that climbed."""
    due = await deadlines.claim_due(db, now, limit)
    if not due:
        return 0, []
    lives = await _lives(db, sorted({one.holder.subject for one in due}))
    climbs, changed = [], []
    for one in due:
        owed = _find(house, one, lives[one.holder.subject], now)
        if owed is None:
            changed.append(drop(one))
            continue
        course = climb(owed, house.rulebook.ladder, one.course.step, now)
        now_kept = Kept(one.id, one.holder, course)
        changed.append(now_kept)
        if course.step > one.course.step:
            climbs.append(Climb(now_kept, owed, one.course.step))
    await deadlines.keep(db, Changes([], changed))
    return len(due), climbs


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
