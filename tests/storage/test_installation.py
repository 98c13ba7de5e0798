"""A database is a real installation's or a demo's from its first start on, under one secret."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.installation import prepare
from bot.secret import fingerprint
from bot.settings import Settings, SettingsError
from storage import citizens, installation
from storage.database import Database
from tests.conftest import NOW

SECRET, OTHER = SecretStr("one" * 12), SecretStr("two" * 12)
REAL, DEMO = Settings(secret=SECRET), Settings(secret=SECRET, demo=True)


async def test_the_first_start_marks_the_database(database: Database) -> None:
    await prepare(database, DEMO, NOW)
    await prepare(database, DEMO, NOW)
    async with database.reading() as db:
        mark = await installation.read(db)
    assert mark is not None
    assert mark.kind == "demo"
    assert SECRET.get_secret_value() not in mark.secret


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


async def test_a_start_under_another_secret_is_refused(database: Database) -> None:
    await prepare(database, REAL, NOW)
    with pytest.raises(SettingsError, match=r"MINYI_SECRET: .* lives under another secret"):
        await prepare(database, Settings(secret=OTHER), NOW)
    await prepare(database, REAL, NOW)


async def test_a_second_machine_without_the_secret_is_refused(
    database: Database, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    await prepare(database, Settings(home=tmp_path / "first"), NOW)
    with pytest.raises(SettingsError, match="second/secret does not open its query codes"):
        await prepare(database, Settings(home=tmp_path / "second"), NOW)
    (tmp_path / "second" / "secret").write_bytes((tmp_path / "first" / "secret").read_bytes())
    await prepare(database, Settings(home=tmp_path / "second"), NOW)


async def test_a_lost_secret_can_be_given_up_for_another(database: Database) -> None:
    await prepare(database, REAL, NOW)
    new = Settings(secret=OTHER)
    async with database.transaction() as db:
        await installation.adopt_secret(db, fingerprint(new))
    await prepare(database, new, NOW)
    with pytest.raises(SettingsError, match="MINYI_SECRET"):
        await prepare(database, REAL, NOW)
