"""What the clock does for people with a case: no news told, revisits, property. Never at night."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from handlers import no_news, returning, revisit
from handlers.house import House
from storage.database import Database, Transaction

AT_ONCE = 100
"""Rows in one transaction: a writer doesn't hold up the others for long."""
A_WAKE = 500
"""Messages of one wake: after an outage they leave in portions."""

Step = Callable[[Transaction, House, datetime, int], Awaitable[int]]


async def tell_no_news(database: Database, house: House, now: datetime) -> None:
    """Tell followers of open cases that there is nothing new, those who waited longest first."""
    told = 0
    while told < A_WAKE and not house.policy.quiet_hours.hold(now):
        async with database.transaction(long=True) as db:
            due, some = await no_news.tell_some(db, house, now, AT_ONCE)
        told += some
        if due < AT_ONCE:
            return


async def look_after_revisits(database: Database, house: House, now: datetime) -> None:
    """Tasks before the day of a revisit, questions after it."""
    await _in_portions(database, house, now, revisit.hand_out)
    await _in_portions(database, house, now, revisit.look_after)


async def remind_of_property(database: Database, house: House, now: datetime) -> None:
    """Owners who have not collected theirs yet, and days that were agreed on and are past."""
    await _in_portions(database, house, now, returning.look_after)


async def _in_portions(database: Database, house: House, now: datetime, step: Step) -> None:
    if house.policy.quiet_hours.hold(now):
        return
    for _ in range(A_WAKE // AT_ONCE):
        async with database.transaction(long=True) as db:
            if await step(db, house, now, AT_ONCE) < AT_ONCE:
                return
