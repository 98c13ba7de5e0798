"""The courier: brings one message to its chat, and says what came of it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from random import SystemRandom

import structlog

from domain.delivery import GIVE_UP_AFTER, Later, Never, backoff
from domain.policy import Policy
from domain.say import Say
from scheduler.holding import hold, put_off
from scheduler.pace import Pace
from storage import deliveries
from storage.database import Database
from storage.deliveries import Due
from storage.outcomes import Outcome

Send = Callable[[str, int, Say], Awaitable[int | None]]
"""Channel, chat, words → number of the message. Raises Later or Never."""

SEND_WITHIN = 20.0
"""Seconds for one message, waiting for its place included: less than the lease of a claim."""

log = structlog.get_logger()
chance = SystemRandom().random


class Courier:
    """`paces`: the open channels."""

    def __init__(
        self,
        database: Database,
        policy: Policy,
        now: Callable[[], datetime],
        send: Send,
        paces: Mapping[str, Pace],
    ) -> None:
        self.database, self.policy, self.now = database, policy, now
        self.send, self.paces = send, paces

    async def bring(self, row: Due) -> Outcome:
        """Send one message that was taken up. Whatever happens, there is an outcome."""
        try:
            return await self._try(row)
        except asyncio.CancelledError:
            return put_off(row, Later("stopped half-way"), self.now())

    async def _try(self, row: Due) -> Outcome:
        pace, attempts = self.paces[row.channel], row.attempts + 1
        try:
            turn = pace.turn(row.chat_id, row.priority)
            async with asyncio.timeout(SEND_WITHIN), turn as place:
                held = await self._look_again(row) if place.waited else None
                if held is not None:
                    return held
                await place.moment()
                number = await self.send(row.channel, row.chat_id, Say.from_json(row.say))
                if number is not None:
                    place.heard()
        except Never as never:
            log.warning("a message can't be sent", outbox=row.id, reason=never.reason)
            return Outcome(
                row,
                "never",
                self.now(),
                row.due_at,
                attempts,
                reason=never.reason,
                closed=never.closed,
            )
        except Later as later:
            if later.flood and later.after is not None:
                pace.pause(later.after.total_seconds())
            elif later.after is None and pace.paused:
                return put_off(row, later, self.now())
            return self._again(row, attempts, later.reason, later.after)
        except TimeoutError:
            return self._again(row, attempts, "timeout")
        except Exception as error:
            log.error("sending failed unexpectedly", outbox=row.id, exc_info=error)
            return self._again(row, attempts, type(error).__name__)
        now = self.now()
        return Outcome(row, "done", now, row.due_at, attempts, message_id=number)

    async def _look_again(self, row: Due) -> Outcome | None:
        """While it waited for its place the person may have said stop."""
        async with self.database.reading(short=True) as db:
            known = await deliveries.addressees(db, [row.id])
        return hold(row, known.get(row.id), self.now(), self.policy)

    def _again(
        self, row: Due, attempts: int, reason: str, after: timedelta | None = None
    ) -> Outcome:
        now = self.now()
        if now - row.created_at > GIVE_UP_AFTER and attempts > 100:
            return Outcome(row, "never", now, row.due_at, attempts, reason=f"gave up: {reason}")
        due_at = now + (after or backoff(attempts, chance()))
        return Outcome(row, "waiting", now, due_at, attempts, reason=reason)
