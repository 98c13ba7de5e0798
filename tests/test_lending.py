"""One engine serves test after test, and never two at once."""

from pathlib import Path

import pytest
from sqlalchemy import delete

from storage.database import Database
from storage.schema import Citizen
from tests.conftest import NOW, renewed


async def test_a_database_is_lent_once_at_a_time(
    on_sqlite: Database, migrated_sqlite: Path
) -> None:
    """A second fixture of it would have deleted the file that the first one writes to."""
    async with renewed(on_sqlite, migrated_sqlite):
        with pytest.raises(AssertionError, match="one database twice"):
            async with renewed(on_sqlite, migrated_sqlite):
                pass
    async with renewed(on_sqlite, migrated_sqlite) as again:
        assert again is on_sqlite


async def test_numbers_begin_at_one_again_after_a_test_that_erased_all(
    on_postgres: Database,
) -> None:
    """Only tables with rows were emptied: the next test's first citizen had the number 2."""
    for _ in range(2):
        async with renewed(on_postgres, None) as database, database.transaction() as db:
            citizen = Citizen(created_at=NOW, seen_at=NOW)
            db.add(citizen)
            await db.flush()
            assert citizen.id == 1
            await db.execute(delete(Citizen))
