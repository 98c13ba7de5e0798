"""Keeps what comes in before anything is done with it."""

import asyncio
import hmac
from collections.abc import Callable, Sequence
from datetime import datetime

from storage import inbox
from storage.database import Database, is_passing

PAUSES = (0.1, 0.5, 2.0)
"""Seconds between tries, when the database is locked or away for a moment."""


def seal(secret: bytes, channel: str, key: str) -> str:
    """The key under which an update is kept: the same one is known again, and nobody can read from
    it whose it was."""
    return hmac.digest(secret, f"inbox:{channel}:{key}".encode(), "sha256").hex()


class Arrivals:
    """Commits together what arrives together: while one commit is under way, the next one fills.

    `settled`: updates whose replies are out, by number; their words are erased in the same commit.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self.database, self.now = database, now
        self.settled: list[int] = []
        self._waiting: list[tuple[Sequence[inbox.Arrival], asyncio.Future[list[int | None]]]] = []
        self._turn = asyncio.Lock()

    async def keep(self, arrivals: Sequence[inbox.Arrival]) -> list[int | None]:
        """For each its number in the inbox, or None where the same came before.

        Raises what the database raises when even the last try failed: then nothing is kept.
        """
        kept: asyncio.Future[list[int | None]] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrivals, kept))
        async with self._turn:
            if not kept.done():
                # In a task of its own: one caller that is cancelled must not take the others along.
                await asyncio.shield(asyncio.create_task(self._commit()))
        return await kept

    async def empty_settled(self) -> None:
        """Erase the words of what is done, without waiting for the next arrival."""
        settled, self.settled = self.settled, []
        if not settled:
            return
        try:
            async with self.database.transaction() as db:
                await inbox.empty(db, settled, self.now())
        except BaseException:
            self.settled += settled
            raise

    async def _commit(self) -> None:
        batch, self._waiting = self._waiting, []
        together = [arrival for arrivals, _ in batch for arrival in arrivals]
        try:
            numbers = iter(await self._insist(together))
        except Exception as error:
            for _, kept in batch:
                if not kept.done():
                    kept.set_exception(error)
            return
        for arrivals, kept in batch:
            found = [next(numbers) for _ in arrivals]
            if not kept.done():
                kept.set_result(found)

    async def _insist(self, arrivals: Sequence[inbox.Arrival]) -> list[int | None]:
        for pause in PAUSES:
            try:
                return await self._insert(arrivals)
            except Exception as error:
                if not is_passing(error):
                    raise
            await asyncio.sleep(pause)
        return await self._insert(arrivals)

    async def _insert(self, arrivals: Sequence[inbox.Arrival]) -> list[int | None]:
        settled, self.settled = self.settled, []
        try:
            async with self.database.transaction() as db:
                now = self.now()
                numbers = await inbox.keep(db, arrivals, now)
                if settled:
                    await inbox.empty(db, settled, now)
        except BaseException:
            self.settled += settled
            raise
        return numbers
