"""Erases what was kept long enough: the shortest retention, enforced by the clock."""

from datetime import datetime, timedelta

from domain.case_life import ENDS
from handlers.erased_cards import forget_cards
from handlers.house import House
from scheduler.portions import until_none
from storage import erasure, history_erasure, inbox, linking, outcomes, retention
from storage.database import Database, Transaction
from storage.history import CHANGES

STRAY_AFTER = timedelta(days=2)
SETTLED_AFTER = timedelta(days=90)
"""Outcomes of messages: long enough to look into a complaint about one."""


async def forget_history(database: Database, house: House, now: datetime) -> None:
    """The web chat's messages and files."""
    before = now - house.policy.history_retention
    await until_none(
        database,
        lambda db: retention.forget_said(db, before),
        lambda db: retention.forget_web_files(db, before),
        lambda db: retention.forget_web_chats(db, before),
    )


async def let_pass(database: Database, house: House, now: datetime) -> None:
    """Fleeting messages of the web chat, every trace of those that other channels took back, and codes
    that open nothing any more."""
    more = True
    while more:
        async with database.transaction(long=True) as db:
            more = await history_erasure.let_pass(db, now) == CHANGES
    async with database.transaction(long=True) as db:
        await outcomes.forget_taken_back(db)
        await linking.forget_expired(db, now)


async def forget_traffic(database: Database, house: House, now: datetime) -> None:
    """Keys of updates that can't come again, and settled rows of the outbox."""
    before = now - SETTLED_AFTER
    await until_none(
        database,
        lambda db: inbox.forget_keys(db, now),
        lambda db: retention.forget_settled(db, before),
    )


async def forget_complaints(database: Database, house: House, now: datetime) -> None:
    """Closed complaints with their photos and the cards that show them; photos that belong to nothing."""
    before = now - house.policy.complaint_retention

    async def forget(db: Transaction) -> int:
        numbers = await retention.old_complaints(db, before)
        await forget_cards(db, house, numbers, now)
        await retention.forget_complaints(db, numbers)
        return len(numbers)

    await until_none(database, forget)
    await _forget_stray_photos(database, now - STRAY_AFTER)


async def forget_cases(database: Database, house: House, now: datetime) -> None:
    """Cases that ended long ago, with their stages, deadlines, tasks and followers."""
    before = now - house.policy.case_retention
    ends = [stage.value for stage in ENDS]
    await until_none(database, lambda db: retention.forget_cases(db, ends, before))


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

    await until_none(database, forget)


async def _forget_stray_photos(database: Database, before: datetime) -> None:
    # Read once: whatever is put into a draft from now on is younger than what the sweep looks at.
    async with database.reading() as db:
        drafted = await retention.drafted_photos(db)
    place: retention.Place | None = None
    more = True
    while more:
        async with database.transaction(long=True) as db:
            place = await retention.forget_stray_photos(db, before, drafted, place)
        more = place is not None
