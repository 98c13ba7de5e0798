"""Shows that an answer is coming, where it does not come at once."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

from aiogram import Bot
from aiogram.methods import SendChatAction

AFTER = 0.3
"""Seconds in which most updates are answered: until then nobody needs a sign."""
APART = 0.1
"""Seconds between two signs of a channel. To send one takes as long as to send an answer: when very
many wait, what keeps them waiting must not be the signs."""
PATIENCE = 0.5
"""Seconds for which an answer waits for a sign that is on its way, so as not to overtake it."""


class TypingSign:
    """Best effort: no row, no second try. An update that is answered in time costs a timer that is
    taken back."""

    def __init__(self, bots: Mapping[str, Bot]) -> None:
        self.bots = bots
        self._next_at: dict[str, float] = {}

    @asynccontextmanager
    async def shown(self, channel: str, chat_id: int) -> AsyncIterator[None]:
        """Show it while this lasts; after it, no sign of it is sent any more."""
        loop = asyncio.get_running_loop()
        sending: list[asyncio.Task[None]] = []

        def show() -> None:
            if loop.time() >= self._next_at.get(channel, 0.0):
                self._next_at[channel] = loop.time() + APART
                sending.append(loop.create_task(self._send(self.bots[channel], chat_id)))

        timer = loop.call_later(AFTER, show)
        try:
            yield
        finally:
            timer.cancel()
            if sending:
                with suppress(TimeoutError):
                    await asyncio.wait_for(sending[0], PATIENCE)

    async def _send(self, bot: Bot, chat_id: int) -> None:
        with suppress(Exception):  # whatever it is, the answer itself will meet it and tell
            await bot(SendChatAction(chat_id=chat_id, action="typing"))
