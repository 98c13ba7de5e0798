"""A server that was started anew is met by new connections."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import select
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_connection
from sqlalchemy.exc import DBAPIError

from storage import postgresql
from storage.database import Database, is_passing
from storage.schema import Citizen
from tests.conftest import database_on_postgres

FORGET_US = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
async def used(postgres: str) -> AsyncIterator[Database]:
    """A database with a connection in its pool."""
    database = Database(await database_on_postgres(postgres))
    await look(database)
    yield database
    await database.close()


async def look(database: Database) -> None:
    async with database.reading() as db:
        await db.scalars(select(Citizen.id))


async def part_from_all(database: Database) -> None:
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    server = await asyncpg.connect(url)
    await server.execute(FORGET_US)
    await server.close()


async def test_a_rested_connection_that_is_gone_is_replaced(
    used: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "RESTED", 0.0)
    await part_from_all(used)
    await look(used)


async def test_one_in_use_fails_in_a_way_that_passes(used: Database) -> None:
    await part_from_all(used)
    with pytest.raises(DBAPIError) as met:
        await look(used)
    assert is_passing(met.value)
    await look(used)


async def test_a_busy_connection_is_not_asked_whether_it_stands(
    used: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(AsyncAdapt_asyncpg_connection, "ping", lambda it: asked.append(it))
    for _ in range(20):
        await look(used)
    assert not asked
    monkeypatch.setattr(postgresql, "RESTED", 0.0)
    await look(used)
    assert len(asked) == 1
