"""`minyi check` prints a line for everything and its exit code tells whether all is well."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import minyi
from bot.commands.check import check_calendar, check_content, check_units, look
from bot.settings import Settings
from domain.duty import Standing
from domain.ladder import Step
from domain.reckoning import Course
from storage import deadlines, returns
from storage.database import Database
from storage.deadlines import Changes, Holder
from storage.schema.case import Case
from tests.conftest import NOW

OWN_UNITS = (
    '[[unit]]\nid = "own"\ntitle = { zh = "甲", en = "A" }\n'
    'phone = "1"\nnames = ["甲所"]\ntakes_reports = true\n'
)


def _check(home: Path, **environment: str) -> Result:
    home.mkdir(mode=0o700, exist_ok=True)
    return CliRunner().invoke(minyi, ["check"], env={"MINYI_HOME": str(home), **environment})


def _migrate(home: Path, **environment: str) -> None:
    home.mkdir(mode=0o700, exist_ok=True)
    env = {"MINYI_HOME": str(home), **environment}
    assert CliRunner().invoke(minyi, ["migrate"], env=env).exit_code == 0


def _settings(home: Path, *, demo: bool = False) -> Settings:
    home.mkdir(mode=0o700, exist_ok=True)
    return Settings(home=home, demo=demo, database_url=None)


def test_a_new_home_is_well(tmp_path: Path) -> None:
    found = list(look(_settings(tmp_path / "home"), datetime(2026, 3, 2, tzinfo=UTC)))
    assert ("database", "there is none yet: the first start makes it", True) in found
    assert [name for name, _, is_well in found if not is_well] == ["units"]
    assert not (tmp_path / "home" / "minyi.db").exists()


def test_the_content_is_read_with_the_homes_own_units(tmp_path: Path) -> None:
    """Notices and the feed's words were checked with the invented ones."""
    settings = _settings(tmp_path / "home")
    own = settings.home / "units.toml"
    own.write_text("unit = []", encoding="utf-8")
    wrong = {name: found for name, found, is_well in check_content(settings) if not is_well}
    assert set(wrong) == {"content, feed", "content, notices", "content, units"}
    assert all("units.toml" in found for found in wrong.values())
    own.write_text(OWN_UNITS, encoding="utf-8")
    assert all(is_well for _, _, is_well in check_content(settings))


def test_invented_units_are_wrong_where_real_people_are_told_of_them(tmp_path: Path) -> None:
    """A fresh installation served 城关派出所 0000-000101 to citizens, and the check said ok."""
    home = tmp_path / "home"
    name, found, is_well = check_units(_settings(home))
    assert (name, is_well) == ("units", False)
    assert f"put the bureau's own into {home / 'units.toml'}" in found
    assert check_units(_settings(home, demo=True))[2] is True
    (home / "units.toml").write_text(OWN_UNITS, encoding="utf-8")
    assert check_units(_settings(home)) == ("units", "1 are known", True)
    (home / "units.toml").write_text("[[unit]]\n", encoding="utf-8")
    assert check_units(_settings(home))[2] is False


def test_the_exit_code_tells_whether_something_is_wrong(tmp_path: Path) -> None:
    result = _check(tmp_path / "home")
    assert result.exit_code == ("WRONG" in result.output)


async def _owe(home: Path, until: datetime, next_at: datetime) -> None:
    database = Database(f"sqlite+aiosqlite:///{home / 'minyi.db'}")
    course = Course("filing", until, until, Standing.OPEN, None, Step.WATCHED, next_at)
    async with database.transaction() as db:
        holder = Holder("case:1", "criminal", "x", False)
        await deadlines.keep(db, Changes([(holder, course)], []))
    await database.close()


@pytest.mark.parametrize(
    ("now", "is_well"),
    [((2026, 10, 31), True), ((2026, 11, 1), None), ((2026, 12, 31), None), ((2027, 1, 2), False)],
)
def test_a_year_is_asked_for_once_it_may_be_announced(
    tmp_path: Path, now: tuple[int, int, int], is_well: bool | None
) -> None:
    settings = _settings(tmp_path / "home")
    assert check_calendar(settings, datetime(*now, tzinfo=UTC))[2] is is_well


@pytest.mark.parametrize(
    ("day", "demo", "is_well"), [(5, False, False), (7, False, False), (7, True, None)]
)
def test_a_missing_year_is_wrong_as_soon_as_a_date_in_it_is_kept(
    tmp_path: Path, day: int, demo: bool, is_well: bool | None
) -> None:
    home = tmp_path / "home"
    _migrate(home)
    until, told = datetime(2027, 1, 9, tzinfo=UTC), datetime(2026, 12, 20, tzinfo=UTC)
    asyncio.run(_owe(home, until, told))
    now = datetime(2026, 12, day, tzinfo=UTC)
    _, found, well = check_calendar(_settings(home, demo=demo), now)
    assert well is is_well
    assert "needed from 2026-12-20" in found
    assert str(home / "calendar" / "2027.toml") in found


def test_property_that_can_be_collected_until_then_needs_the_year_too(tmp_path: Path) -> None:
    home = tmp_path / "home"
    _migrate(home)

    async def keep() -> None:
        database = Database(f"sqlite+aiosqlite:///{home / 'minyi.db'}")
        async with database.transaction() as db:
            case = Case(
                number="A1",
                code_salt="",
                code_hash="",
                kind="criminal",
                category="",
                sensitive=False,
                major=False,
                unit="x",
                contact="",
                stage="filed",
                stage_at=NOW,
                updated_at=NOW,
            )
            db.add(case)
            await db.flush()
            until, next_at = datetime(2027, 3, 2, tzinfo=UTC), datetime(2026, 10, 9, tzinfo=UTC)
            kept = await returns.begin(db, case.id, NOW, until)
            kept.next_at = next_at
        await database.close()

    asyncio.run(keep())
    _, found, well = check_calendar(_settings(home), datetime(2026, 9, 3, tzinfo=UTC))
    assert well is False
    assert "needed from 2026-10-09" in found


def test_a_deadline_that_ends_with_the_known_year_needs_no_other(tmp_path: Path) -> None:
    home = tmp_path / "home"
    _migrate(home)
    midnight = datetime(2027, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    asyncio.run(_owe(home, midnight, midnight - timedelta(days=1)))
    now = datetime(2026, 12, 30, tzinfo=UTC)
    assert "needed from" not in check_calendar(_settings(home), now)[1]


def test_a_calendar_of_the_bureaus_own_is_enough(tmp_path: Path) -> None:
    home = tmp_path / "home"
    _migrate(home)
    asyncio.run(_owe(home, datetime(2027, 1, 9, tzinfo=UTC), datetime(2026, 12, 30, tzinfo=UTC)))
    (home / "calendar").mkdir()
    own = home / "calendar" / "2027.toml"
    own.write_text("year = 2027\ndays_off = [2027-01-01]\ndays_worked = []\n")
    now = datetime(2027, 1, 2, tzinfo=UTC)
    assert check_calendar(_settings(home), now) == ("calendar", "2025, 2026, 2027 are known", True)
    own.write_text("year = 2028\ndays_off = []\ndays_worked = []\n")
    assert check_calendar(_settings(home), now)[2] is False


def test_a_migrated_database_is_at_the_newest(tmp_path: Path) -> None:
    _migrate(tmp_path / "home")
    assert "the newest" in _check(tmp_path / "home").output


def test_an_old_database_is_wrong(tmp_path: Path) -> None:
    _migrate(tmp_path / "home")
    with sqlite3.connect(tmp_path / "home" / "minyi.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    result = _check(tmp_path / "home")
    assert "WRONG  database: at 0001, the newest is" in result.output
    assert result.exit_code == 1


def test_another_secret_than_the_first_start_is_wrong_until_it_is_adopted(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first, second = {"MINYI_SECRET": "first" * 8}, {"MINYI_SECRET": "other" * 8}
    started = CliRunner().invoke(
        minyi, ["promises", "list"], env={"MINYI_HOME": str(home), **first}
    )
    assert started.exit_code == 0
    (home / "units.toml").write_text(OWN_UNITS, encoding="utf-8")
    assert "WRONG" not in _check(home, **first).output
    assert "WRONG  database: lives under another secret" in _check(home, **second).output
    adopt = CliRunner().invoke(
        minyi, ["secret", "adopt", "--yes"], env={"MINYI_HOME": str(home), **second}
    )
    assert adopt.exit_code == 0
    assert "WRONG" not in _check(home, **second).output


def test_secrets_are_not_printed(tmp_path: Path) -> None:
    result = _check(
        tmp_path / "home",
        MINYI_SECRET="s3cret" * 8,
        MINYI_DATABASE_URL="postgresql://me:hunter2@127.0.0.1:1/none",
    )
    assert "s3cret" not in result.output
    assert "hunter2" not in result.output
    assert "MINYI_SECRET: (set)" in result.output
    assert "WRONG  database: can't be reached" in result.output
    assert result.exit_code == 1


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    result = _check(tmp_path / "home", MINYI_QUIET_HOURS="late")
    assert "MINYI_QUIET_HOURS" in result.output
    assert result.exit_code == 1


def test_a_home_that_others_may_enter_is_wrong(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o755)
    result = _check(home)
    assert "WRONG  home: others may enter" in result.output


@pytest.mark.parametrize(("mark", "demo"), [("demo", "0"), ("real", "1")])
def test_the_other_kind_of_database_is_wrong(tmp_path: Path, mark: str, demo: str) -> None:
    _migrate(tmp_path / "home")
    with sqlite3.connect(tmp_path / "home" / "minyi.db") as connection:
        connection.execute(
            "INSERT INTO installation (id, kind, secret, at) VALUES (1, ?, 'x', '2026-03-02 00:00:00')",
            [mark],
        )
    assert f"holds a {mark} installation" in _check(tmp_path / "home", MINYI_DEMO=demo).output
