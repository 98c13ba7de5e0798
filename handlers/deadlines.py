"""What happens to a complaint or a case changes what is owed: deadlines are reckoned again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from content.rulebook import RuleBook
from domain.duty import Event, Standing
from domain.ladder import Step
from domain.reckoning import all_owed, plan, told_so_far
from handlers.house import House
from storage import deadlines, events
from storage.database import Transaction
from storage.deadlines import Changes, Holder, Kept
from storage.schema.complaint import Complaint

COMPLAINT = "complaint"
BEGINS = frozenset({"received", "reopened"})


def subject_of(complaint_id: int) -> str:
    return f"complaint:{complaint_id}"


def holder_of(complaint: Complaint) -> Holder:
    """A complaint as the board counts it: by the area of its desk."""
    return Holder(subject_of(complaint.id), COMPLAINT, complaint.area, False)


async def happened(
    db: Transaction,
    house: House,
    complaint: Complaint,
    name: str,
    now: datetime,
    *,
    staff_id: int | None = None,
) -> None:
    """Note an event of a complaint, and reckon its deadlines in the same commit."""
    subject = subject_of(complaint.id)
    before = (await events.of_subjects(db, [subject]))[subject]
    if name == "opened" and _was_opened(before):
        return
    if await events.add(db, subject, name, now, staff_id=staff_id):
        await reckon(db, house, holder_of(complaint), [*before, Event(name, now)], now)


def _was_opened(before: Sequence[Event]) -> bool:
    """Whether somebody has looked since it came, or came back: the first look is what counts."""
    for event in reversed(before):
        if event.name in BEGINS:
            return False
        if event.name == "opened":
            return True
    return False


async def reckon(
    db: Transaction, house: House, holder: Holder, happened: Sequence[Event], now: datetime
) -> None:
    """Write what one subject owes after these events, in this commit."""
    kept = await deadlines.kept_of(db, [holder.subject])
    found = find_changes(house.rulebook, [(holder, happened)], kept, now)
    await deadlines.keep(db, found)


def find_changes(
    book: RuleBook,
    subjects: Sequence[tuple[Holder, Sequence[Event]]],
    kept: Mapping[str, Sequence[Kept]],
    now: datetime,
) -> Changes:
    """Pure computing: what these subjects owe, beside what is kept of it."""
    changes = Changes([], [])
    for holder, happened in subjects:
        known = {(one.course.rule, one.course.since): one for one in kept.get(holder.subject, ())}
        for one in all_owed(
            book.by_kind.get(holder.kind, {}), holder.kind, happened, book.calendar, now
        ):
            before = known.pop((one.rule.id, one.since), None)
            said = before.course.step if before else Step.WATCHED
            told = before.course.told if before else Step.WATCHED
            course = told_so_far(plan(one, book.ladder, said, now), told)
            if before is None:
                changes.new.append((holder, course))
            elif (before.holder, before.course) != (holder, course):
                changes.changed.append(Kept(before.id, holder, course))
        changes.changed.extend(drop(one) for one in known.values() if one.course.next_at)
    return changes


def drop(one: Kept) -> Kept:
    """A deadline that no rule asks for any more."""
    ended = replace(one.course, standing=Standing.SETTLED, done_at=None, next_at=None)
    return Kept(one.id, one.holder, told_so_far(ended, one.course.told))
