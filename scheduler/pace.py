"""How fast a channel may be spoken to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiolimiter import AsyncLimiter

from domain.delivery import Later

PATIENCE = 3.0
"""Seconds that a message waits for a paused channel, before it is put back."""
EVEN = 4
"""Messages that may leave at once, when a channel was idle."""


class Pace:
    """At most `per_second` messages in any second, and one a second to one chat. None: no limit.

    A channel counts what arrives there, which is some time after it left here. So a place is given
    back one second after the *answer*: whatever the network does in between, no second at the
    channel ever sees more than the limit. The limiter in front spreads them evenly.
    """

    def __init__(self, per_second: int | None = None) -> None:
        self.per_second = per_second
        self._places = asyncio.Semaphore(per_second) if per_second else None
        spread = (per_second or 1) * 1.05
        self._spread = AsyncLimiter(EVEN, EVEN / spread)
        self._resting: dict[int, float] = {}
        self._paused_until = 0.0

    @property
    def ahead(self) -> int | None:
        """How many messages are worth being taken up at once; None: as many as you like."""
        return self.per_second

    def pause(self, seconds: float) -> None:
        """The channel has had too much: nothing leaves for so long."""
        until = asyncio.get_running_loop().time() + seconds
        self._paused_until = max(self._paused_until, until)

    @property
    def paused(self) -> bool:
        return self._pause_left() > PATIENCE

    @asynccontextmanager
    async def turn(self, chat_id: int | None = None) -> AsyncIterator[bool]:
        """Wait for a place (and until the chat has rested); tells whether it had to wait.

        Raises Later when the channel is paused for long.
        """
        loop = asyncio.get_running_loop()
        asked = loop.time()
        if self._places is None:
            await self._out_of_pause()
            yield loop.time() > asked + 0.01
            return
        if chat_id is not None and (rest := self._resting.get(chat_id, 0.0) - loop.time()) > 0:
            await asyncio.sleep(rest)
        await self._places.acquire()
        try:
            await self._spread.acquire()
            await self._out_of_pause()
        except BaseException:
            self._places.release()
            raise
        try:
            yield loop.time() > asked + 0.01
        finally:
            loop.call_later(1.0, self._places.release)
            if chat_id is not None:
                self._resting[chat_id] = loop.time() + 1.0
                loop.call_later(1.1, self._forget, chat_id)

    async def _out_of_pause(self) -> None:
        while (left := self._pause_left()) > 0:
            if left > PATIENCE:
                raise Later("the channel is paused")
            await asyncio.sleep(left)

    def _pause_left(self) -> float:
        return self._paused_until - asyncio.get_running_loop().time()

    def _forget(self, chat_id: int) -> None:
        if self._resting.get(chat_id, 0.0) <= asyncio.get_running_loop().time():
            self._resting.pop(chat_id, None)
