"""Sensitive cases: nothing goes out by itself, so a person has to make contact at each stage, by a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.role import Role
from handlers.house import House
from handlers.task_card import announce
from storage import events, sensitive_cases, tasks
from storage.database import Transaction
from storage.marked_cases import Marked

TELL = "tell"
"""The kind of these tasks, and of their card."""
CLOCK = "contact"
"""The standard that says by when, in content/standards.toml."""
NEWS_FOR = timedelta(days=30)
"""A stage entered before that is history, which a first import brings, and no task unless somebody
follows the case: they were told by notices until it turned sensitive."""
TRY_AGAIN = timedelta(minutes=1)
"""Where nobody could be told of a task, it is tried again after that."""


async def ask_for_contact(
    db: Transaction, house: House, cases: Sequence[Marked], now: datetime
) -> set[int]:
    """A task in each of these cases that is sensitive, once for each stage. The cases that got one."""
    sensitive = [case for case in cases if case.sensitive]
    old = [case.id for case in sensitive if now - case.stage_at >= NEWS_FOR]
    followed = await sensitive_cases.followed(db, old) if old else set[int]()
    due = [case for case in sensitive if case.id not in old or case.id in followed]
    if not due:
        return set()
    [rule] = house.rulebook.standards[CLOCK].rules
    end = rule.period.end(now, house.rulebook.calendar)
    wanted = [(case.id, *_about(case, end)) for case in due]
    asked = await tasks.add_all(db, TELL, wanted, now)
    await events.add_all(db, [(f"case:{number}", "contact_due", now) for number in asked])
    return asked


def _about(case: Marked, end: datetime) -> tuple[str, datetime]:
    """The stage, and the last moment before `end`; a second stage of a day has a moment of its own."""
    at = int(case.stage_at.timestamp())
    return f"{case.stage}:{at}", end - timedelta(microseconds=1 + at % 86_399)


async def tell_some(db: Transaction, house: House, now: datetime, limit: int) -> int:
    """Put out the cards of tasks that nobody was told of yet. How many tasks there were."""
    due = await tasks.claim_due(db, TELL, now, limit)
    for task, case in due:
        done = task.state != "open"
        told = done or await announce(db, house, task, case, TELL, Role.DESK, now)
        task.next_at = None if told else now + TRY_AGAIN
    return len(due)
