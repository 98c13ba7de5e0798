"""Takes updates in: keeps each one, has it handled in its chat's order, and replies after the commit."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError

from bot.alarms import Alarms
from bot.arrivals import Arrivals, seal
from bot.decisions import Decision, Decisions, HeldBackError
from bot.envelope import Envelope, chat_in, open_envelope
from bot.errand import Errand
from bot.outages import is_outage
from bot.replies import Replies
from bot.scene import show_scene
from bot.setbacks import Setbacks
from bot.typing_sign import TypingSign
from domain.delivery import Later
from domain.say import Say
from handlers.house import House
from scheduler.pace import Pace
from storage import inbox
from storage.database import Database
from storage.schema.inbox import Inbox

log = structlog.get_logger()

AT_MOST = 500
"""Updates being handled at once; a channel that brings more waits, so that memory stays bounded."""


class Intake:
    """The one door for updates of every channel.

    `now` tells the time. `after_commit` is called when something was put into the outbox. Tasks are
    owned here: `drain` waits for them.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        bots: dict[str, Bot],
        database: Database,
        house: House,
        now: Callable[[], datetime],
        paces: Mapping[str, Pace] | None = None,
    ) -> None:
        self.bots, self.database = bots, database
        self.house, self.now = house, now
        self.alarms = Alarms(bots, database, house)
        self.arrivals = Arrivals(database, now)
        self.replies = Replies(bots, database, paces if paces is not None else {}, house.greeted)
        self.typing_sign = TypingSign(bots)
        self.decisions = Decisions(dispatcher, bots, database, house, now)
        self.setbacks = Setbacks(database, house, self.replies, self.alarms, now)
        self.after_commit: Callable[[], None] = lambda: None
        self._turns: WeakValueDictionary[tuple[str, int], asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_hand: set[int] = set()

    def expect(self, channel: str, key: str, envelope: Envelope) -> None:
        """What a channel has heard, and will bring by `keep` when the database lets it."""
        self.alarms.expect(channel, seal(self.house.key, channel, key), envelope)

    async def keep(self, channel: str, updates: Sequence[tuple[str, Update]]) -> None:
        """Keep updates (with their keys) in one commit; then they are handled in the background.

        Returns when they are kept: only then may a channel forget them. Raises what the database
        raises when they can't be kept. A danger is answered before, and whether they are kept or not.
        """
        sealed = [
            (seal(self.house.key, channel, key), update, open_envelope(update))
            for key, update in updates
        ]
        await asyncio.gather(
            *(self.alarms.hear(channel, key, envelope) for key, _, envelope in sealed)
        )
        await self._wait_for_room()
        numbers = await self.arrivals.keep(
            [
                inbox.Arrival(
                    channel, key, envelope.chat_id, update.model_dump_json(exclude_none=True)
                )
                for key, update, envelope in sealed
            ]
        )
        for number, (key, update, envelope) in zip(numbers, sealed, strict=True):
            if number is not None:
                self._start(Errand(channel, number, key, update, envelope))

    async def set_aside(
        self, channel: str, key: str, raw: dict[str, Any], error: Exception
    ) -> None:
        """Keep what can't be read or kept as an update. It is tried again, in case another version of
        the program can, and then left to administrators."""
        sealed, chat = seal(self.house.key, channel, key), chat_in(raw)
        number = chat.get("id") if chat is not None else None
        chat_id = number if isinstance(number, int) and abs(number) < 2**63 else 0
        kept = await self.arrivals.keep([inbox.Arrival(channel, sealed, chat_id, json.dumps(raw))])
        if kept[0] is not None:
            await self.setbacks.count_unreadable(channel, kept[0], error)

    async def replay(self, *, alone: bool = False) -> None:
        """Take up what is due: left behind by a crash, put off, or failed and to be tried again.

        alone: no other process works on these channels, so whatever of them is not done is due.
        """
        await self.arrivals.empty_settled()
        if alone:
            async with self.database.transaction(long=True) as db:
                await inbox.release(db, self.bots.keys(), self.now())
        while True:
            await self._wait_for_room()
            async with self.database.transaction() as db:
                rows = await inbox.claim(db, self.bots.keys(), self.now())
            for row in rows:
                if row.id not in self._in_hand and row.payload is not None:
                    await self._resume(row, row.payload)
            if len(rows) < inbox.AT_ONCE:
                return

    async def drain(self) -> None:
        """Wait until everything taken in is handled."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.alarms.drain()
        await self.arrivals.empty_settled()

    async def _wait_for_room(self) -> None:
        while len(self._tasks) >= AT_MOST:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    async def _resume(self, row: Inbox, payload: str) -> None:
        try:
            update = Update.model_validate_json(payload, context={"bot": self.bots[row.channel]})
        except ValidationError as error:  # of another version of the program, perhaps
            await self.setbacks.count_unreadable(row.channel, row.id, error)
            return
        envelope = open_envelope(update)
        errand = Errand(row.channel, row.id, row.key, update, envelope, delays=row.delays)
        if row.state == "said":
            errand.says = [Say.from_json(said) for said in row.replies or []]
        elif not row.warned:
            await self.alarms.hear(row.channel, row.key, envelope, again=True)
        self._start(errand)

    def _start(self, errand: Errand) -> None:
        self._in_hand.add(errand.number)
        self._own(asyncio.create_task(self._see_through(errand)))

    def _own(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _see_through(self, errand: Errand) -> None:
        place = (errand.channel, errand.envelope.chat_id)
        turn = self._turns.setdefault(place, asyncio.Lock())
        try:
            async with turn:
                if errand.says is None:
                    async with self.typing_sign.shown(*place):
                        errand.says = await self._handle(errand)
                if errand.says is not None:
                    await self._reply(errand, errand.says)
                    if errand.delays:  # nothing of its chat goes on before this is written down
                        await self._empty_settled()
        finally:
            self._in_hand.discard(errand.number)

    async def _handle(self, errand: Errand) -> list[Say] | None:
        """Decide and commit. None: it was done already, or comes to nothing for now."""
        urgent = await self.alarms.left_to_say(errand.key, errand.envelope)
        try:
            decision = await self.decisions.make(errand, urgent)
        except HeldBackError:
            await self.setbacks.hold(errand, urgent)
        except Exception as error:
            if is_outage(error):
                await self.setbacks.put_off(errand, error, urgent)
            else:
                await self.setbacks.count(errand, error, urgent)
                self.after_commit()
        else:
            return self._follow(errand, decision) if decision is not None else None
        return None

    def _follow(self, errand: Errand, decision: Decision) -> list[Say]:
        """Have done what a decision leads to besides its replies, which remain to be said."""
        if decision.fills_outbox:
            self.after_commit()
        if decision.scene is not None:  # nobody waits for it: the replies go out meanwhile
            bot, chat_id = self.bots[errand.channel], errand.envelope.chat_id
            self._own(asyncio.create_task(show_scene(bot, chat_id, decision.scene)))
        return decision.says

    async def _empty_settled(self) -> None:
        try:
            await self.arrivals.empty_settled()
        except Exception as error:  # the next arrival does it
            log.warning("what was said could not be emptied", error=str(error)[:200])

    async def _reply(self, errand: Errand, says: list[Say]) -> None:
        chat_id, has_words = errand.envelope.chat_id, bool(says)
        try:
            await self.replies.give(errand.channel, chat_id, errand.update, says)
        except Later as later:
            await self.setbacks.put_off(errand, later, after=later.after)
        except Exception as error:
            await self.setbacks.count(errand, error)
            self.after_commit()
        else:
            if has_words:
                self.arrivals.settled.append(errand.number)
