"""How the processes that speak in a limited channel divide its limit, and hear of its floods."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from scheduler.pace import PATIENCE, Pace
from storage import speakers
from storage.database import Database

EVERY = timedelta(seconds=1)
"""Between two announcements. So long the others may not know of a new process yet."""


class Sharing:
    """`paces`: the open channels. Only a database that several processes may use is asked."""

    def __init__(
        self, database: Database, paces: Mapping[str, Pace], now: Callable[[], datetime]
    ) -> None:
        self.database, self.now = database, now
        self.process = uuid4().hex
        self._limited = {
            channel: (pace, pace.per_second)
            for channel, pace in paces.items()
            if pace.per_second is not None and not database.is_sqlite
        }

    async def join(self) -> None:
        """Before anything is sent. Where others speak already, they first give up our share."""
        for channel, (pace, _) in self._limited.items():
            if await self._announce(channel) > 1:
                pace.pause(min(2 * EVERY.total_seconds(), PATIENCE))

    async def announce(self) -> None:
        """Say that we are still there, and take what share is ours now."""
        for channel in self._limited:
            await self._announce(channel)

    async def leave(self) -> None:
        if self._limited:
            async with self.database.transaction() as db:
                await speakers.leave(db, self.process, self.now())

    async def _announce(self, channel: str) -> int:
        pace, limit = self._limited[channel]
        now, left = self.now(), pace.pause_left()
        silent_until = now + timedelta(seconds=left) if left > 0 else None
        async with self.database.transaction() as db:
            number, until = await speakers.announce(db, channel, self.process, silent_until, now)
        pace.share(max(1, limit // number))
        if until is not None and until > self.now():
            pace.pause((until - self.now()).total_seconds())
        return number
