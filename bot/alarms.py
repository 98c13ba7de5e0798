"""Answers a danger going on now before its update is kept or handled, whatever the database does."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from itertools import islice

import structlog
from aiogram import Bot

from bot.envelope import Envelope
from bot.sender import understood
from bot.speaking import say_to
from domain.delivery import Later, Never, backoff
from domain.emergency import Alarm
from domain.say import Say
from domain.typed import clean
from handlers.house import House
from storage import chats, inbox
from storage.database import Database

log = structlog.get_logger()

GLANCE = 0.5
"""Seconds that the database is given to say who writes; then the answer goes without knowing."""
LATE = 1.0
"""Seconds after which a page is told without the database."""
TRIES = 4
PATIENCE = 5.0
"""Seconds that the handling of an update waits for this answer; then it says it itself."""
REMEMBERED = 10_000

Bell = Callable[[int, str], None]
"""Shows a text on the open pages of a chat, without any database."""


class Alarms:
    """One answer for each update, by its key, however often the update comes or is tried.

    bells: by channel, where a channel needs the database to say anything.
    """

    def __init__(self, bots: Mapping[str, Bot], database: Database, house: House) -> None:
        self.bots, self.database, self.house = bots, database, house
        self.bells: dict[str, Bell] = {}
        self._answers: OrderedDict[str, asyncio.Task[bool]] = OrderedDict()
        self._looks: set[asyncio.Task[str | None]] = set()
        self._rung: OrderedDict[str, None] = OrderedDict()

    async def hear(
        self, channel: str, key: str, envelope: Envelope, *, again: bool = False
    ) -> None:
        """Begin to answer a danger; returns at once, or as soon as it is known who writes.

        Nothing is said of an update that is kept already (but `again`: it is taken up anew, and its
        danger was not answered) and to members of staff, who write about dangers.
        """
        alarm = self._find(envelope.words)
        if alarm is None or key in self._answers:
            return
        look = asyncio.create_task(self._look(channel, key, envelope, again))
        self._looks.add(look)
        look.add_done_callback(self._looks.discard)
        self._answers[key] = asyncio.create_task(
            self._answer(channel, key, envelope.chat_id, envelope.language, alarm, look)
        )
        self._forget_answered()
        await asyncio.wait({look}, timeout=GLANCE)

    def expect(self, channel: str, key: str, envelope: Envelope) -> None:
        """A channel that needs the database to hand over what it heard tells of it first."""
        alarm = self._find(envelope.words)
        if alarm is not None:
            text = self.house.book[envelope.language](f"house.{alarm}")
            self._ring_when_late(channel, key, envelope.chat_id, text)

    async def left_to_say(self, key: str, envelope: Envelope) -> list[Say]:
        """Wait a moment for the answer; returns it where it did not go out: whoever handles the
        update says it before all else."""
        answer = self._answers.get(key)
        if answer is None:
            return []
        await asyncio.wait({answer}, timeout=PATIENCE)
        if _is_out(answer):
            return []
        answer.cancel()
        alarm = self._find(envelope.words)
        if alarm is None:
            return []
        return [Say(self.house.book[envelope.language](f"house.{alarm}"), alarm=True)]

    def withdraw(self, key: str) -> None:
        """It could not be said: the next who takes up the update begins anew."""
        self._answers.pop(key, None)

    async def drain(self) -> None:
        """Give answers that are on their way a moment."""
        going = {answer for answer in self._answers.values() if not answer.done()}
        if going:
            _, late = await asyncio.wait(going, timeout=PATIENCE)
            for answer in late:
                answer.cancel()

    def _forget_answered(self) -> None:
        """The oldest first, but none that is on its way."""
        surplus = max(0, len(self._answers) - REMEMBERED)
        answered = (key for key, answer in self._answers.items() if answer.done())
        for key in list(islice(answered, surplus)):
            del self._answers[key]

    def _find(self, words: str) -> Alarm | None:
        if not words:
            return None
        try:
            return self.house.find_alarm(clean(words))
        except Exception as error:  # a rule that fails must not keep an update from being kept
            log.error("a message could not be searched for dangers", exc_info=error)
            return None

    async def _look(self, channel: str, key: str, envelope: Envelope, again: bool) -> str | None:
        """The language of the chat; None where nothing is to be said."""
        try:
            async with self.database.reading(short=True) as db:
                known = await chats.find(db, channel, envelope.chat_id)
                was_kept = not again and await inbox.is_kept(db, channel, key)
        except Exception as error:
            log.warning("a danger is answered without the database", error=str(error)[:200])
            return envelope.language
        if was_kept or (known is not None and known[2] is not None):
            return None
        return known[0].language if known is not None else envelope.language

    async def _answer(
        self,
        channel: str,
        key: str,
        chat_id: int,
        language: str,
        alarm: Alarm,
        look: asyncio.Task[str | None],
    ) -> bool:
        """Whether it was said, or nobody needs to be told."""
        done, _ = await asyncio.wait({look}, timeout=GLANCE)
        found = look.result() if done else language
        if found is None:
            return True
        text = self.house.book[found](f"house.{alarm}")
        self._ring_when_late(channel, key, chat_id, text)
        say = Say(text, alarm=True)
        for tried in range(1, TRIES + 1):
            try:
                # Past the pace of others: nobody in danger waits for a broadcast.
                with understood():
                    await say_to(self.bots[channel], self.database, chat_id, say)
            except Never as never:
                log.info("a danger can't be answered", channel=channel, reason=never.reason)
                return True
            except Later as later:
                wait = (later.after or backoff(tried, 0.0)).total_seconds()
            except Exception as error:
                log.error("a danger could not be answered", channel=channel, exc_info=error)
                return False
            else:
                return True
            await asyncio.sleep(wait)
        return False

    def _ring_when_late(self, channel: str, key: str, chat_id: int, text: str) -> None:
        bell = self.bells.get(channel)
        if bell is None or key in self._rung:
            return
        self._rung[key] = None
        while len(self._rung) > REMEMBERED:
            self._rung.popitem(last=False)
        asyncio.get_running_loop().call_later(LATE, self._ring, key, bell, chat_id, text)

    def _ring(self, key: str, bell: Bell, chat_id: int, text: str) -> None:
        answer = self._answers.get(key)
        if answer is None or not _is_out(answer):
            bell(chat_id, text)


def _is_out(answer: asyncio.Task[bool]) -> bool:
    return answer.done() and not answer.cancelled() and answer.result()
