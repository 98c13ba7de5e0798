"""The one way to the database: transactions on SQLite or PostgreSQL, times in UTC with zone."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.dialects import postgresql as postgresql_dialect
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from storage import postgresql
from storage.moment import Moment as Moment  # also for the migrations, which are never changed
from storage.sqlite import InLoopSession

Transaction: TypeAlias = AsyncSession

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # A commit survives a kill of the process at once; the last one may be undone by a power cut.
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    # What is erased is overwritten, not only forgotten.
    "PRAGMA secure_delete=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA temp_store=MEMORY",
)

SQLITE_BEGINS: dict[str, Any] = {"isolation_level": None}
"""BEGIN is ours to say."""
POSTGRESQL: dict[str, Any] = {
    # Our statements touch few rows; compiling one takes longer than running it.
    "connect_args": {"server_settings": {"jit": "off"}},
}


class Table(DeclarativeBase):
    """Parent of all tables. There are no relations on purpose: every query has a name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment}  # noqa: RUF012 (SQLAlchemy reads it from the class)


class Database:
    """An engine and the two kinds of work done with it.

    SQLite has one writer: writing transactions wait for each other in order of arrival here, and
    begin as writers, so that none of them fails half-way because another one was faster. A second
    process (an import, a second start) is waited for by SQLite itself, ten seconds at most.
    """

    def __init__(self, url: str) -> None:
        self.url = _as_asyncpg_says(make_url(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        # An error must not carry the values of its statement, which are people's words, into a log.
        options: dict[str, Any] = {"pool_size": 8, "max_overflow": 8, "hide_parameters": True}
        options |= {"connect_args": SQLITE_BEGINS} if self.is_sqlite else POSTGRESQL
        self.engine = create_async_engine(self.url, **options)
        self._writer = asyncio.Lock()
        self._short: Engine | None = None
        if self.is_sqlite:
            # Its sessions end what they begin: the pool need not look once more.
            short = {**options, "pool_reset_on_return": None}
            self._short = create_engine(self.url.set(drivername="sqlite"), **short)
            for engine in (self.engine.sync_engine, self._short):
                event.listen(engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)
            event.listen(self._short, "begin", _begin_short)
            event.listen(self._short, "connect", _never_wait)
            self._glance = self._short.execution_options(reading=True)
        else:
            postgresql.watch(self.engine)
        self._reading = self.engine.execution_options(reading=True)

    @asynccontextmanager
    async def transaction(self, *, long: bool = False) -> AsyncIterator[Transaction]:
        """Commit at the end, or roll everything back when anything is raised. Never nest it.

        long: its statements may touch thousands of rows, so that nothing else must wait for them.
        """
        turn = self._writer if self.is_sqlite else nullcontext()
        async with turn:
            if self._short is None or long:
                async with AsyncSession(self.engine, expire_on_commit=False) as session:
                    yield session
                    await session.commit()
            else:
                async with InLoopSession(self._short) as quick:
                    await quick.wait_to_write()
                    yield quick
                    await quick.commit()

    @asynccontextmanager
    async def reading(self, *, short: bool = False) -> AsyncIterator[Transaction]:
        """Look only: doesn't wait for a writer. What is changed inside is not kept.

        short: a question or two for a handful of rows, answered at once.
        """
        if short and self._short is not None:
            async with InLoopSession(self._glance) as quick:
                yield quick
            return
        async with AsyncSession(self._reading, expire_on_commit=False) as session:
            yield session

    async def close(self) -> None:
        if self._short is not None:
            self._short.dispose()
        await self.engine.dispose()


def _as_asyncpg_says(url: URL) -> URL:
    """`sslmode`, as everybody else calls it, is `ssl` to asyncpg."""
    if url.get_driver_name() != "asyncpg" or "sslmode" not in url.query:
        return url
    others = {name: value for name, value in url.query.items() if name != "sslmode"}
    return url.set(query={**others, "ssl": url.query["sslmode"]})


def insert_into(
    db: Transaction, table: type[Table]
) -> sqlite_dialect.Insert | postgresql_dialect.Insert:
    """An INSERT that may say what is to be done on a conflict, as this database words it."""
    on_sqlite = db.get_bind().dialect.name == "sqlite"
    return sqlite_dialect.insert(table) if on_sqlite else postgresql_dialect.insert(table)


PASSING_STATES = ("08", "40001", "40P01", "53", "55P03", "57P", "58")
"""How the states of PostgreSQL begin that pass: no connection, a conflict, a lock, a full disk or
too little of something, a stop, trouble with files."""
PASSING_CODES = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
)


STANDING = (
    FileExistsError,
    FileNotFoundError,
    IsADirectoryError,
    NotADirectoryError,
    PermissionError,
)
"""What the system says of files that nobody repairs by waiting."""


def is_passing(error: BaseException) -> bool:
    """Whether the same may well succeed later: a lock, a deadlock, a lost connection, a full disk.

    Not a statement that is wrong: SQLite calls that an operational error, too.
    """
    if not isinstance(error, DBAPIError):
        # While it starts or is full, PostgreSQL refuses a connection with an error of asyncpg's own.
        refused = str(getattr(error, "sqlstate", None) or "")
        return refused.startswith(PASSING_STATES) or (
            isinstance(error, OSError | PoolTimeout) and not isinstance(error, STANDING)
        )
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in PASSING_CODES
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return (
        error.connection_invalidated
        or isinstance(error, OperationalError)
        or state.startswith(PASSING_STATES)
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _never_wait(connection: Any, _record: object) -> None:
    """In the loop's own thread a lock is waited for by storage.sqlite, which lets others go on."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=0")
    cursor.close()


def _word_begin(connection: Connection) -> str:
    reading = connection.get_execution_options().get("reading", False)
    return "BEGIN" if reading else "BEGIN IMMEDIATE"


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(_word_begin(connection))


def _begin_short(connection: Connection) -> None:
    """The same without SQLAlchemy's preparations, which take longer than it does."""
    word = _word_begin(connection)
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 (the engine in the loop has no other)
    try:
        driver.execute(word)
    except sqlite3.OperationalError as error:
        raise OperationalError(word, None, error, hide_parameters=True) from error
