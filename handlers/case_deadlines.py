"""What is owed in cases: reckoned after the feed has changed them, apart from it."""

from collections.abc import Sequence
from datetime import datetime

from domain.duty import Event
from domain.reckoning import case_events
from handlers.deadlines import reckon
from handlers.house import House
from storage import events
from storage.database import Transaction
from storage.deadlines import Holder
from storage.marked_cases import Marked


def subject_of(case_id: int) -> str:
    return f"case:{case_id}"


def holder_of(case: Marked) -> Holder:
    return Holder(subject_of(case.id), case.kind, case.unit, case.major)


async def lives_of(db: Transaction, case_ids: Sequence[int]) -> dict[int, list[Event]]:
    """Stages and acts of each case, in order."""
    stages = await events.stages_of(db, case_ids)
    acts = await events.of_subjects(db, [subject_of(number) for number in case_ids])
    return {number: case_events(stages[number], acts[subject_of(number)]) for number in case_ids}


async def reckon_case(db: Transaction, house: House, case: Marked, now: datetime) -> None:
    """Write what is owed in one case now, in this commit."""
    life = (await lives_of(db, [case.id]))[case.id]
    await reckon(db, house, holder_of(case), life, now)
