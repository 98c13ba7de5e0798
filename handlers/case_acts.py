"""What people do about a case, noted as events; each has its consequences for tasks and notices."""

from datetime import datetime

from domain.case_act import Act
from handlers.case_deadlines import reckon_case, subject_of
from handlers.house import House
from handlers.task_card import change_cards
from storage import events, marked_cases, tasks
from storage.database import Transaction

ENDS_TASKS: dict[str, tuple[str, ...]] = {
    "contacted": ("contact", "tell"),
    "revisited": ("revisit",),
}
"""The tasks that an act is the end of. Who asked to be called waits for a call of their own: that
another one who follows the case was visited is no answer to them."""

Where = tuple[str, int]


async def note(
    db: Transaction,
    house: House,
    case_id: int,
    name: Act,
    now: datetime,
    *,
    staff_id: int | None = None,
    evidence: str | None = None,
    granted_by: str | None = None,
    besides: Where | None = None,
) -> bool:
    """Note an act in this commit, end the tasks that it fulfils, reckon what is owed anew.

    besides: the chat in which a card was pressed, which is answered by itself. False: known already.
    """
    if not await events.add(
        db,
        subject_of(case_id),
        name,
        now,
        staff_id=staff_id,
        evidence=evidence,
        granted_by=granted_by,
    ):
        return False
    await end_tasks(db, house, case_id, name, now, staff_id=staff_id, besides=besides)
    marked = (await marked_cases.find(db, [case_id])).get(case_id)
    if marked is not None:
        await reckon_case(db, house, marked, now)
    return True


async def end_tasks(
    db: Transaction,
    house: House,
    case_id: int,
    name: str,
    now: datetime,
    *,
    staff_id: int | None = None,
    besides: Where | None = None,
) -> None:
    """End the tasks that an act fulfils; a revisit sets the day of the next one."""
    for number in await tasks.close_all(db, case_id, ENDS_TASKS.get(name, ()), now, staff_id):
        held = await tasks.hold(db, number)
        if held is not None:
            await change_cards(db, house, *held, now, besides=besides)
    if name == "revisited":
        await tasks.put_off_revisit(db, case_id, now + house.policy.revisit)
