"""A database is a real installation's or a demo's from its first start on."""

import pytest

from bot.installation import prepare
from bot.settings import Settings, SettingsError
from storage import citizens, installation
from storage.database import Database
from tests.conftest import NOW

REAL, DEMO = Settings(), Settings(demo=True)


async def test_the_first_start_marks_the_database(database: Database) -> None:
    await prepare(database, DEMO, NOW)
    await prepare(database, DEMO, NOW)
    async with database.reading() as db:
        assert await installation.read(db) == "demo"


async def test_a_demo_is_refused_on_a_real_database(database: Database) -> None:
    await prepare(database, REAL, NOW)
    with pytest.raises(SettingsError, match=r"MINYI_DEMO: .* holds a real installation"):
        await prepare(database, DEMO, NOW)


async def test_a_real_start_is_refused_on_a_demo(database: Database) -> None:
    await prepare(database, DEMO, NOW)
    with pytest.raises(SettingsError, match=r"MINYI_DEMO: .* holds a demo with invented data"):
        await prepare(database, REAL, NOW)


async def test_a_database_with_people_but_no_mark_is_real(database: Database) -> None:
    async with database.transaction() as db:
        await citizens.welcome(db, "webchat", 1, "zh", 1, NOW)
    with pytest.raises(SettingsError, match="holds a real installation"):
        await prepare(database, DEMO, NOW)
    await prepare(database, REAL, NOW)


async def test_the_refusal_tells_no_password(database: Database) -> None:
    await prepare(database, REAL, NOW)
    database.url = database.url.set(password="hunter2")
    with pytest.raises(SettingsError) as refused:
        await prepare(database, DEMO, NOW)
    assert "hunter2" not in str(refused.value)
