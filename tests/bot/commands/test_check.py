"""`minyi check` prints a line for everything and its exit code tells whether all is well."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import minyi


def _check(home: Path, **environment: str) -> Result:
    home.mkdir(mode=0o700, exist_ok=True)
    return CliRunner().invoke(minyi, ["check"], env={"MINYI_HOME": str(home), **environment})


def _migrate(home: Path, **environment: str) -> None:
    home.mkdir(mode=0o700, exist_ok=True)
    env = {"MINYI_HOME": str(home), **environment}
    assert CliRunner().invoke(minyi, ["migrate"], env=env).exit_code == 0


def test_a_new_home_is_well(tmp_path: Path) -> None:
    result = _check(tmp_path / "home")
    assert "database: there is none yet" in result.output
    assert "WRONG" not in result.output
    assert result.exit_code == 0
    assert not (tmp_path / "home" / "minyi.db").exists()


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
            "INSERT INTO installation VALUES (1, ?, 'x', '2026-03-02 00:00:00')", [mark]
        )
    assert f"holds a {mark} installation" in _check(tmp_path / "home", MINYI_DEMO=demo).output
