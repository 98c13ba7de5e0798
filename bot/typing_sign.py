"""Shows that an answer is coming, where it does not come at once."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from aiogram import Bot
from aiogram.methods import SendChatAction

AFTER = 0.3
"""Seconds in which most updates are answered: until then nobody needs a sign."""


class TypingSign:
    """Best effort: no row, no second try, and nothing waits for it. An update that is answered in time
    costs a timer that is taken back."""

    def __init__(self, bots: Mapping[str, Bot]) -> None:
        self.bots = bots
        self._showing: set[asyncio.Task[None]] = set()

    def begin(self, channel: str, chat_id: int) -> asyncio.TimerHandle:
        """Cancel what is returned once the answer is out."""
        return asyncio.get_running_loop().call_later(AFTER, self._show, channel, chat_id)

    def _show(self, channel: str, chat_id: int) -> None:
        showing = asyncio.create_task(self._send(self.bots[channel], chat_id))
        self._showing.add(showing)
        showing.add_done_callback(self._showing.discard)

    async def _send(self, bot: Bot, chat_id: int) -> None:
        with suppress(Exception):  # whatever it is, the answer itself will meet it and tell
            await bot(SendChatAction(chat_id=chat_id, action="typing"))
