"""What is taken for an outage, and what for a mistake of ours."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.outages import is_outage
from storage.database import Database


async def test_a_wrong_statement_is_no_outage(database: Database) -> None:
    """SQLite calls a column that is not there an operational error, as it does a lock."""
    with pytest.raises(DBAPIError) as wrong:
        async with database.transaction() as db:
            await db.execute(text("SELECT nothing FROM inbox"))
    assert not is_outage(wrong.value)


@pytest.mark.parametrize("error", [FileNotFoundError("x"), ValueError("x"), KeyError("x")])
def test_a_mistake_of_ours_is_no_outage(error: Exception) -> None:
    assert not is_outage(error)


def test_a_full_disk_is_an_outage() -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    assert is_outage(OperationalError("x", None, full))
    assert is_outage(OSError(28, "No space left on device"))
