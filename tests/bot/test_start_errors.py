"""What hinders a start is said by the setting's own name, without a trace."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError

from bot.__main__ import minyi
from bot.app import App, run
from bot.installation import naming_the_database
from bot.secret import read_secret
from bot.settings import Settings, SettingsError
from storage.database import Database


def _settings(home: Path, **more: object) -> Settings:
    return Settings(home=home, http_port=0, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://minyi:hunter2@127.0.0.1:1/minyi",
        "postgresql://minyi:hunter2@nowhere.invalid/minyi",
        "postgresql://minyi:hunter2@127.0.0.1:1/minyi?sslmode=require",
        "postgresql://minyi:hunter2@127.0.0.1:1/minyi?no_such_word=1",
        "sqlite+aiosqlite:////nowhere/at/all/x.db",
    ],
)
async def test_a_database_out_of_reach_is_named(tmp_path: Path, url: str) -> None:
    app = App(_settings(tmp_path, database_url=SecretStr(url)))
    with pytest.raises(SettingsError, match=r"^MINYI_DATABASE_URL: ") as refused:
        await app.start()
    await app.stop()
    assert "hunter2" not in str(refused.value)
    assert "unexpected keyword argument 'sslmode'" not in str(refused.value)


async def test_a_full_disk_at_the_start_is_named_by_the_home(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    database = Database(settings.database)
    full = OperationalError("x", None, OSError(28, "No space left on device"))
    named = pytest.raises(SettingsError, match=r"^MINYI_HOME: .*No space left")
    with named, naming_the_database(database, settings):
        raise full
    with pytest.raises(KeyError), naming_the_database(database, settings):
        raise KeyError
    await database.close()


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("nonsense.invalid", "MINYI_HTTP_HOST"),
        ("192.0.2.1", "MINYI_HTTP_HOST"),
        ("127.0.0.1", "MINYI_HTTP_PORT"),
    ],
)
async def test_where_nothing_can_be_listened_to_host_and_port_are_told_apart(
    tmp_path: Path, host: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"^{name}: "):
            await run(Settings(home=tmp_path, http_host=host, http_port=port, demo=True))
    assert not capsys.readouterr().out, "nothing was started, so nothing is said of its end"


def test_a_home_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x")
    result = CliRunner().invoke(minyi, ["check"], env={"MINYI_HOME": str(tmp_path / "home")})
    assert result.exit_code == 1
    assert "Error: MINYI_HOME: " in result.output


def test_a_secret_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    with pytest.raises(SettingsError, match=r"^MINYI_HOME: "):
        read_secret(Settings(home=tmp_path))


def test_check_names_what_an_address_has_too_much(tmp_path: Path) -> None:
    url = "postgresql://minyi:hunter2@127.0.0.1:1/minyi?no_such_word=1"
    env = {"MINYI_HOME": str(tmp_path), "MINYI_DATABASE_URL": url}
    result = CliRunner().invoke(minyi, ["check"], env=env)
    assert isinstance(result.exception, SystemExit)
    assert "WRONG  database: can't be reached: " in result.output
