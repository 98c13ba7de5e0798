"""What becomes of an update that could not be handled: put off, or counted and told about."""

import json
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.alarms import Alarms
from bot.errand import Errand
from bot.replies import Replies
from domain.case_words import hide_any_code
from domain.delivery import Later, backoff
from domain.say import Say
from handlers import trouble
from handlers.house import House
from handlers.welcome import menu_row
from storage import inbox_setbacks
from storage.database import Database

log = structlog.get_logger()

WORDS = ("text", "caption")
"""The fields of a message that hold what somebody wrote."""


class Setbacks:
    """Writes them down. Where even that fails, the update stays in the inbox and is taken up again."""

    def __init__(
        self,
        database: Database,
        house: House,
        replies: Replies,
        alarms: Alarms,
        now: Callable[[], datetime],
    ) -> None:
        self.database, self.house = database, house
        self.replies, self.alarms, self.now = replies, alarms, now

    async def put_off(
        self,
        errand: Errand,
        error: Exception,
        urgent: Sequence[Say] = (),
        after: timedelta | None = None,
    ) -> None:
        """Something is away: longer and longer pauses, and no try is counted. The citizen is told once.

        urgent: what must be said all the same. after: the pause that was asked for.
        """
        log.warning("an update is put off", inbox=errand.number, error=type(error).__name__)
        warned = await self._warn(errand, urgent)
        pause = after or backoff(errand.delays + 1, random.random())  # noqa: S311 (no secret)
        try:
            async with self.database.transaction() as db:
                due_at, name = self.now() + pause, type(error).__name__
                await inbox_setbacks.count_delay(
                    db, errand.number, name, due_at=due_at, warned=warned
                )
                await inbox_setbacks.keep_left(db, errand.number, _left(errand))
        except Exception as second:
            log.error("an update could not be put off", inbox=errand.number, error=_brief(second))
        if errand.says is None and not errand.delays:
            await self._apologise(errand)

    async def count(self, errand: Errand, error: Exception, urgent: Sequence[Say] = ()) -> None:
        """It is broken: the citizen is told at the first try, administrators at the last."""
        log.error("an update failed", channel=errand.channel, inbox=errand.number, exc_info=error)
        warned = await self._warn(errand, urgent)
        attempts = await self._count(
            errand.channel, errand.number, error, warned=warned, left=_left(errand)
        )
        if errand.says is None and attempts == 1:
            await self._apologise(errand)

    async def count_unreadable(self, channel: str, number: int, error: Exception) -> None:
        """What is kept is no update: of another version of the program, perhaps."""
        log.error("an update can't be read", channel=channel, inbox=number)
        await self._count(channel, number, error, warned=False)

    async def hold(self, errand: Errand, urgent: Sequence[Say]) -> None:
        """An earlier one of its chat is not done: it is taken up after that one."""
        if not await self._warn(errand, urgent):
            return  # the time that it was given runs out by itself
        try:
            async with self.database.transaction() as db:
                await inbox_setbacks.hold(db, errand.number, self.now())
        except Exception as second:
            log.error("an update could not be held", inbox=errand.number, error=_brief(second))

    async def _count(
        self,
        channel: str,
        number: int,
        error: Exception,
        *,
        warned: bool,
        left: Sequence[dict[str, Any]] = (),
    ) -> int:
        """How many tries there were; 1 where nobody could count."""
        try:
            async with self.database.transaction() as db:
                now, name = self.now(), type(error).__name__
                attempts = await inbox_setbacks.count_failure(db, number, name, now, warned=warned)
                await inbox_setbacks.keep_left(db, number, left)
                if attempts == inbox_setbacks.TRIES:
                    # It may lie here for weeks now: who has it tried again does without the code.
                    await inbox_setbacks.change_words(db, number, without_codes)
                    await trouble.tell_administrators(db, self.house, channel, number, error, now)
        except Exception as second:
            log.error("a failure could not be counted", inbox=number, error=_brief(second))
            return 1
        return attempts

    async def _warn(self, errand: Errand, urgent: Sequence[Say]) -> bool:
        """Whether a danger in it was answered, as far as there is one."""
        if not urgent or await self._say(errand, urgent):
            return True
        self.alarms.withdraw(errand.key)
        return False

    async def _apologise(self, errand: Errand) -> None:
        texts = self.house.book[errand.envelope.language]
        await self._say(errand, [Say(texts("house.trouble"), (menu_row(texts),))])

    async def _say(self, errand: Errand, says: Sequence[Say]) -> bool:
        try:
            await self.replies.give(
                errand.channel, errand.envelope.chat_id, errand.update, list(says)
            )
        except Later:
            return False
        except Exception as error:
            log.error("a setback could not be told", inbox=errand.number, exc_info=error)
            return False
        return True


def without_codes(payload: str) -> str:
    """An update as JSON, with every code hidden that somebody may have typed."""
    try:
        said = json.loads(payload)
    except ValueError:  # of nobody's making
        return payload
    return json.dumps(_hide(said))


def _hide(said: Any, name: str = "") -> Any:
    if isinstance(said, dict):
        return {key: _hide(one, key) for key, one in said.items()}
    if isinstance(said, list):
        return [_hide(one, name) for one in said]
    return hide_any_code(said) if name in WORDS and isinstance(said, str) else said


def _left(errand: Errand) -> list[dict[str, Any]]:
    """What was decided and remains to be said, as it is kept."""
    return [say.as_json() for say in errand.says or []]


def _brief(error: Exception) -> str:
    return str(error)[:200]
