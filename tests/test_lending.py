"""One engine serves test after test, and never two at once."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.conftest import renewed


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
