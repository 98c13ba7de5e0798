import asyncio
from datetime import datetime, timedelta

from storage.database import Database
from storage.wrong_tries import count_wrong, forget_stale, forgive, locked_until
from tests.conftest import NOW

HOUR = timedelta(hours=1)


async def _try(database: Database, subject: str, now: datetime) -> datetime | None:
    async with database.transaction() as db:
        return await count_wrong(db, subject, 5, HOUR, now)


async def _lock(database: Database, *subjects: str, now: datetime = NOW) -> datetime | None:
    async with database.reading() as db:
        return await locked_until(db, subjects, now)


async def test_the_fifth_wrong_try_locks_for_an_hour(database: Database) -> None:
    assert [await _try(database, "chat:web:1", NOW) for _ in range(4)] == [None] * 4
    assert await _lock(database, "chat:web:1") is None
    assert await _try(database, "chat:web:1", NOW) == NOW + HOUR
    assert await _lock(database, "case:A1", "chat:web:1") == NOW + HOUR
    assert await _lock(database, "case:A1", "chat:web:2") is None
    assert await _lock(database, "chat:web:1", now=NOW + HOUR) is None


async def test_a_further_try_does_not_make_the_lock_longer(database: Database) -> None:
    for _ in range(5):
        await _try(database, "case:A1", NOW)
    assert await _try(database, "case:A1", NOW + HOUR / 2) == NOW + HOUR


async def test_after_the_lock_five_more_tries_are_free(database: Database) -> None:
    for _ in range(5):
        await _try(database, "case:A1", NOW)
    later = NOW + HOUR
    assert [await _try(database, "case:A1", later) for _ in range(4)] == [None] * 4
    assert await _try(database, "case:A1", later) == later + HOUR


async def test_five_slips_in_a_year_lock_nobody_out(database: Database) -> None:
    for month in range(12):
        assert await _try(database, "chat:web:1", NOW + timedelta(days=30 * month)) is None


async def test_a_right_code_forgives(database: Database) -> None:
    for _ in range(4):
        await _try(database, "chat:web:1", NOW)
    async with database.transaction() as db:
        await forgive(db, "chat:web:1")
    assert await _try(database, "chat:web:1", NOW) is None


async def test_tries_at_the_same_moment_are_all_counted(database: Database) -> None:
    tries = await asyncio.gather(*(_try(database, "case:A1", NOW) for _ in range(8)))
    assert sum(until is None for until in tries) == 4


async def test_tries_in_one_transaction_are_all_counted(database: Database) -> None:
    async with database.transaction() as db:
        tries = [await count_wrong(db, "case:A1", 5, HOUR, NOW) for _ in range(5)]
    assert tries == [None] * 4 + [NOW + HOUR]


async def test_old_tries_are_forgotten_and_locks_are_kept(database: Database) -> None:
    await _try(database, "chat:web:1", NOW)
    for _ in range(5):
        await _try(database, "case:A1", NOW + timedelta(days=1))
    async with database.transaction() as db:
        assert await forget_stale(db, NOW + timedelta(days=1, minutes=1)) == 1
    assert await _lock(database, "case:A1", now=NOW + timedelta(days=1)) is not None


async def test_a_subject_longer_than_its_column_is_cut(database: Database) -> None:
    assert await _try(database, "case:" + "9" * 4000, NOW) is None
