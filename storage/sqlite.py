"""SQLite without a thread: a driver for SQLAlchemy whose statements run at once, in the event loop.

A statement of a writing transaction takes some 20 microseconds. To hand it to a thread and wait for
the thread to get its turn takes up to five milliseconds in a busy program, for every statement, while
all other writers wait. So short writing transactions run here, and whatever may take long (readings,
sweeps) goes by aiosqlite's threads. Only the lock of another process is waited for, without blocking.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from typing import Any

LOCKED_FOR = 10.0
"""Seconds to wait for another process that is writing."""
LOOK_EVERY = 0.02


class Cursor:
    """A cursor as SQLAlchemy's adapter for aiosqlite expects it."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self.arraysize = cursor.arraysize

    async def __aenter__(self) -> "Cursor":
        return self

    @property
    def description(self) -> Any:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> "Cursor":
        if operation.startswith("BEGIN"):
            await self._begin(operation)
        else:
            self._cursor.execute(operation, parameters)
        return self

    async def _begin(self, operation: str) -> None:
        end = asyncio.get_running_loop().time() + LOCKED_FOR
        while True:
            try:
                self._cursor.execute(operation)
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or asyncio.get_running_loop().time() > end:
                    raise
                await asyncio.sleep(LOOK_EVERY)
            else:
                return

    async def executemany(self, operation: str, parameters: Sequence[Any]) -> "Cursor":
        self._cursor.executemany(operation, parameters)
        return self

    async def fetchone(self) -> Any:
        return self._cursor.fetchone()

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        return self._cursor.fetchmany(size or self.arraysize)

    async def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    async def close(self) -> None:
        self._cursor.close()


class Connection:
    """A connection as SQLAlchemy's adapter for aiosqlite expects it."""

    def __init__(self, path: str, **options: Any) -> None:
        self._connection: sqlite3.Connection | None = sqlite3.connect(path, **options)

    @property
    def _conn(self) -> sqlite3.Connection:
        if self._connection is None:
            raise ValueError("connection closed")
        return self._connection

    def cursor(self) -> Cursor:
        return Cursor(self._conn.cursor())

    async def commit(self) -> None:
        self._conn.commit()

    async def rollback(self) -> None:
        self._conn.rollback()

    async def create_function(self, *given: Any, **more: Any) -> None:
        self._conn.create_function(*given, **more)

    def stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def close(self) -> None:
        self.stop()


async def connect(path: str, **options: Any) -> Connection:
    """Open a file as `sqlite3.connect` does, for the loop's own thread."""
    return Connection(path, **options)
