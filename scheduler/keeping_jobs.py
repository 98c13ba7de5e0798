"""Erases what was kept long enough: the shortest retention, enforced by the clock."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from handlers.cards import forget_cards
from handlers.house import House
from storage import deliveries, erasure, history, inbox, retention
from storage.database import Database, Transaction

STRAY_AFTER = timedelta(days=2)
SETTLED_AFTER = timedelta(days=90)
"""Outcomes of messages: long enough to look into a complaint about one."""


async def forget_history(database: Database, house: House, now: datetime) -> None:
    """The web chat's messages and files."""
    async with database.transaction(long=True) as db:
        await history.forget_before(db, now - house.policy.history_retention)


async def forget_traffic(database: Database, house: House, now: datetime) -> None:
    """Keys of updates that can't come again, and settled rows of the outbox."""
    async with database.transaction(long=True) as db:
        await inbox.forget_keys(db, now)
    async with database.transaction(long=True) as db:
        await deliveries.forget_settled(db, now - SETTLED_AFTER)


async def forget_complaints(database: Database, house: House, now: datetime) -> None:
    """Closed complaints with their photos and the cards that show them; photos that belong to nothing."""
    before = now - house.policy.complaint_retention

    async def forget(db: Transaction) -> int:
        numbers = await retention.old_complaints(db, before)
        await forget_cards(db, house, numbers, now)
        await retention.forget_complaints(db, numbers)
        return len(numbers)

    await _until_none(database, forget)
    stray = now - STRAY_AFTER
    await _until_none(database, lambda db: retention.forget_stray_photos(db, stray))


async def forget_citizens(database: Database, house: House, now: datetime) -> None:
    """Citizens who were not seen for the whole retention, as if they had asked for it."""
    before = now - house.policy.citizen_retention

    async def forget(db: Transaction) -> int:
        numbers = await retention.old_citizens(db, before)
        for number in numbers:
            closed = await erasure.closed_complaints(db, number)
            await forget_cards(db, house, closed, now)
            await erasure.erase(db, number, now)
        return len(numbers)

    await _until_none(database, forget)


async def _until_none(database: Database, forget: Callable[[Transaction], Awaitable[int]]) -> None:
    """Commit after every few, so that no citizen waits for a sweep."""
    while True:
        async with database.transaction(long=True) as db:
            if not await forget(db):
                return
