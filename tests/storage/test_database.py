import asyncio
import time
from datetime import UTC, datetime, timedelta, timezone
from sqlite3 import connect

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from storage import audit
from storage.database import Database, Table
from storage.migrate import migrate
from storage.schema import Audit, Citizen

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=8)))


async def test_a_time_comes_back_in_utc_with_its_zone(database: Database) -> None:
    async with database.transaction() as db:
        db.add(Citizen(created_at=NOW, seen_at=NOW))
    async with database.reading() as db:
        citizen = await db.get_one(Citizen, 1)
    assert citizen.created_at == NOW
    assert citizen.created_at.tzinfo == UTC


async def test_a_time_without_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="without zone"):
        async with database.transaction() as db:
            db.add(Citizen(created_at=NOW.replace(tzinfo=None), seen_at=NOW))


async def test_what_was_raised_inside_undoes_everything(database: Database) -> None:
    async def break_off_half_way() -> None:
        async with database.transaction() as db:
            db.add(Citizen(created_at=NOW, seen_at=NOW))
            await db.flush()
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await break_off_half_way()
    async with database.reading() as db:
        assert await db.get(Citizen, 1) is None


@pytest.mark.parametrize("change", ["UPDATE audit SET act = 'x'", "DELETE FROM audit"])
async def test_the_record_of_staff_acts_cannot_be_changed(database: Database, change: str) -> None:
    async with database.transaction() as db:
        await audit.record(db, staff_id=None, act="staff.add", subject="staff:1", now=NOW)
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.transaction() as db:
            await db.execute(text(change))
    async with database.reading() as db:
        assert (await db.get_one(Audit, 1)).act == "staff.add"


async def test_the_migrations_make_exactly_the_tables_of_the_schema(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return list(compare_metadata(context, Table.metadata))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    before, after = await migrate(database)
    assert before == after


async def test_the_words_of_a_failed_statement_are_not_in_its_error(database: Database) -> None:
    async def keep_too_much() -> None:
        async with database.transaction() as db:
            await db.execute(
                text("INSERT INTO citizen (id, created_at) VALUES (:words, NULL)"),
                {"words": "我的秘密"},
            )

    with pytest.raises(DBAPIError) as failed:
        await keep_too_much()
    assert "[SQL parameters hidden" in str(failed.value)


async def test_the_lock_of_another_process_is_waited_for_without_holding_up_the_loop(
    sqlite: Database,
) -> None:
    """SQLite's own waiting once froze the whole loop for as long as an import was writing."""
    other = connect(sqlite.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write() -> None:
        async with sqlite.transaction() as db:
            db.add(Citizen(created_at=NOW, seen_at=NOW))

    writing = asyncio.create_task(write())
    longest, last = 0.0, time.monotonic()
    for _ in range(30):
        await asyncio.sleep(0.01)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    assert not writing.done()
    other.rollback()
    other.close()
    await asyncio.wait_for(writing, 5)
    assert longest < 0.3


async def test_a_transaction_that_is_broken_off_leaves_nothing_and_lets_the_next_one_in(
    database: Database,
) -> None:
    begun = asyncio.Event()

    async def write_and_wait() -> None:
        async with database.transaction() as db:
            db.add(Citizen(created_at=NOW, seen_at=NOW))
            await db.flush()
            begun.set()
            await asyncio.Event().wait()

    writing = asyncio.create_task(write_and_wait())
    await begun.wait()
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    async with database.transaction() as db:
        assert await db.get(Citizen, 1) is None
        db.add(Citizen(created_at=NOW, seen_at=NOW))
    async with database.reading(short=True) as db:
        assert await db.scalar(select(func.count()).select_from(Citizen)) == 1


async def test_who_is_broken_off_while_another_process_writes_leaves_no_lock(
    sqlite: Database,
) -> None:
    other = connect(sqlite.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write() -> None:
        async with sqlite.transaction() as db:
            db.add(Citizen(created_at=NOW, seen_at=NOW))

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.1)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    other.rollback()
    other.execute("PRAGMA busy_timeout=0")
    other.execute("BEGIN IMMEDIATE")
    other.rollback()
    other.close()
    await asyncio.wait_for(write(), 5)


@pytest.mark.parametrize("long", [False, True])
async def test_what_is_undone_inside_is_not_committed_at_the_end(
    database: Database, long: bool
) -> None:
    async with database.transaction(long=long) as db:
        db.add(Citizen(created_at=NOW, seen_at=NOW))
        await db.flush()
        await db.rollback()
    async with database.reading() as db:
        assert await db.get(Citizen, 1) is None
