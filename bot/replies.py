"""Says what was decided, once it is committed; a channel that stumbles is asked again."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import structlog
from aiogram import Bot
from aiogram.types import Update

from bot.sender import understood
from bot.speaking import answer_press, say_in_reply
from domain.delivery import Later, Never, backoff
from domain.say import Say
from handlers.greeted import Greeted
from scheduler.pace import REPLY, Pace
from storage.database import Database

log = structlog.get_logger()

TRIES = 4
PATIENCE = 10.0
"""Seconds that a reply waits for a channel; a longer wait is left to the replay."""


class Replies:
    """`paces`: replies count towards what a channel may be sent, as the outbox does."""

    def __init__(
        self,
        bots: Mapping[str, Bot],
        database: Database,
        paces: Mapping[str, Pace],
        greeted: Greeted,
    ) -> None:
        self.bots, self.database, self.paces, self.greeted = bots, database, paces, greeted

    async def give(self, channel: str, chat_id: int, update: Update, says: list[Say]) -> None:
        """Say everything in order, taking out of `says` what needs saying no more.

        Raises Later when it did not all go out: what is left in `says` should be said then. What else
        is raised is a mistake of ours.
        """
        bot = self.bots[channel]
        if update.callback_query is not None:
            heard = await answer_press(bot, update.callback_query, says)
            if not heard and not any(say.text for say in says):
                # A press that waited for an outage to end can't be given a passing word any more.
                says[:] = [replace(say, text=say.toast) for say in says]
        while says:
            try:
                number = await self._insist(channel, chat_id, update, says[0])
                if says[0].asks and number is not None:
                    self.greeted.note((channel, chat_id), number)
            except Never as never:  # what follows may well be heard, if somebody is there
                log.info("a reply can't be given", channel=channel, reason=never.reason)
                if never.closed:
                    says.clear()
                    return
            del says[0]

    async def _insist(self, channel: str, chat_id: int, update: Update, say: Say) -> int | None:
        bot, pace = self.bots[channel], self.paces.get(channel)
        for tried in range(1, TRIES + 1):
            try:
                with understood():
                    if pace is None:
                        return await say_in_reply(bot, self.database, chat_id, update, say)
                    async with pace.turn(chat_id, REPLY, talking=True) as place:
                        await place.moment()
                        return await say_in_reply(bot, self.database, chat_id, update, say)
            except Later as later:
                wait = (later.after or backoff(tried, 0.5)).total_seconds()
                if later.flood and pace is not None:
                    pace.pause(wait)
                if tried == TRIES or wait > PATIENCE:
                    raise
            await asyncio.sleep(wait)
        return None
