"""SQLite without a thread: a session whose statements run at once, in the event loop.

A statement of a writing transaction takes some 20 microseconds. To hand it to a thread and wait for
the thread to get its turn takes up to five milliseconds in a busy program, for every statement, while
all other writers wait. So short transactions run here, and whatever may take long (readings, sweeps)
goes by aiosqlite's threads. Only the lock of another process is waited for, without blocking.
"""

import asyncio
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

LOCKED_FOR = 10.0
"""Seconds to wait for another process that is writing."""
LOOK_EVERY = 0.02


class InLoopConnection:
    """A connection of such a session, where a statement shall pass by the objects in hand."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def execute(self, *given: Any, **more: Any) -> Any:
        return self._connection.execute(*given, **more)

    async def exec_driver_sql(self, *given: Any, **more: Any) -> Any:
        return self._connection.exec_driver_sql(*given, **more)


class InLoopSession(AsyncSession):
    """What storage asks of an AsyncSession, answered by a plain Session on this thread."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(expire_on_commit=False)
        self.sync_session.bind = engine

    async def __aenter__(self) -> "InLoopSession":
        return self

    async def __aexit__(self, *_: object) -> None:
        self.sync_session.close()

    async def wait_to_write(self) -> None:
        """Begin as soon as no other process is writing. Raises OperationalError after ten seconds."""
        end = asyncio.get_running_loop().time() + LOCKED_FOR
        while True:
            try:
                self.sync_session.connection()
            except OperationalError as error:
                self.sync_session.rollback()
                if "locked" not in str(error) or asyncio.get_running_loop().time() > end:
                    raise
                await asyncio.sleep(LOOK_EVERY)
            else:
                return

    async def execute(self, *given: Any, **more: Any) -> Any:
        return self.sync_session.execute(*given, **more)

    async def scalar(self, *given: Any, **more: Any) -> Any:
        return self.sync_session.scalar(*given, **more)

    async def scalars(self, *given: Any, **more: Any) -> Any:
        return self.sync_session.scalars(*given, **more)

    async def get(self, *given: Any, **more: Any) -> Any:
        return self.sync_session.get(*given, **more)

    async def connection(self, *_: Any, **__: Any) -> Any:
        return InLoopConnection(self.sync_session.connection())

    async def flush(self, *given: Any) -> None:
        self.sync_session.flush()

    async def refresh(self, *given: Any, **more: Any) -> None:
        self.sync_session.refresh(*given, **more)

    async def delete(self, instance: object) -> None:
        self.sync_session.delete(instance)

    async def commit(self) -> None:
        self.sync_session.commit()

    async def rollback(self) -> None:
        self.sync_session.rollback()

    async def close(self) -> None:
        self.sync_session.close()
