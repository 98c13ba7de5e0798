"""The delivery loop: takes up what is due in the outbox, sends it, writes down what came of it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from random import SystemRandom

import structlog

from domain.delivery import GIVE_UP_AFTER, PUSHES, Addressee, Later, Never, backoff, check
from domain.policy import Policy
from domain.say import Say
from scheduler.pace import Pace
from storage import deliveries, told
from storage.database import Database
from storage.deliveries import Due, Outcome

Send = Callable[[str, int, Say], Awaitable[int | None]]
"""Channel, chat, words → number of the message. Raises Later or Never."""

AT_ONCE = 64
"""Messages of one channel on their way at the same time."""
LEASE = timedelta(seconds=30)
"""After a crash, what was being sent is taken up again that much later."""
SEND_WITHIN = 20.0
"""Seconds for one message, waiting for its place included: less than the lease."""
LOOK_EVERY = 3.0
"""Seconds between two looks when nobody nudges."""
GATHER = 0.01
"""Seconds between a nudge and the look, so that one commit serves all that happened meanwhile."""
SETTLE_AT_ONCE = 16
SETTLE_WITHIN, SETTLE_WITHIN_LIMIT = 0.05, 0.25
"""So many outcomes, or those of so many seconds, are written down in one commit. Where a limit holds
up the next ones anyway, there is more time."""

log = structlog.get_logger()
chance = SystemRandom().random


class Delivery:
    """`paces`: the open channels. `nudge` it after a commit that may have put something out.

    One turn is one commit: it settles what was sent since the last turn and takes up what is due.
    A message is in flight from its claim until its outcome is written, so a crash repeats no more
    than those. In a chat one message is in flight at a time.
    """

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
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._running: asyncio.Task[None] | None = None
        self._outcomes: list[Outcome] = []
        self._in_flight: Counter[str] = Counter()
        self._pushed_now: set[int] = set()
        self._stopping = False

    def nudge(self) -> None:
        self._wake.set()

    def start(self) -> None:
        """Deliver in the background, until stopped."""
        self._running = asyncio.create_task(self.run())

    async def run(self) -> None:
        """Deliver until stopped."""
        while not self._stopping:
            self._wake.clear()
            try:
                if await self.turn():
                    continue
            except Exception as error:  # a locked database, a full disk, a server that is away
                log.error("the outbox can't be reached; trying again", error=str(error)[:200])
                await asyncio.sleep(1)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_EVERY)
            if not self._stopping:
                await asyncio.sleep(GATHER)

    async def deliver_due(self) -> None:
        """Deliver until nothing is due."""
        while await self.turn() or self._tasks or self._outcomes:
            if self._tasks:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    async def stop(self, patience: float = SEND_WITHIN) -> None:
        """Take up nothing more, wait that many seconds for what is being sent, write it down."""
        self._stopping = True
        self._wake.set()
        if self._running is not None:
            await self._running
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if self._outcomes:
            await self.turn()

    async def turn(self) -> bool:
        """Settle and claim in one commit, then start sending. False: there was nothing to claim."""
        now, outcomes = self.now(), self._outcomes
        self._outcomes = []
        if not outcomes and not await self._anything_due(now):
            return False
        try:
            async with self.database.transaction() as db:
                await deliveries.settle(db, outcomes)
                await told.note(db, outcomes)
                freed = Counter(one.row.channel for one in outcomes)
                self._pushed_now -= {one.row.citizen_id or 0 for one in outcomes}
                rows: list[Due] = []
                for channel in [] if self._stopping else list(self.paces):
                    room = self._room(channel) + freed[channel]
                    if room > 0:
                        rows += await deliveries.claim(db, channel, now, now + LEASE, room)
                known = await deliveries.addressees(db, [row.id for row in rows]) if rows else {}
                held = [o for row in rows if (o := self._hold_first(row, known.get(row.id), now))]
                await deliveries.settle(db, held)
        except BaseException:
            self._outcomes = outcomes + self._outcomes
            raise
        self._in_flight -= freed
        stays = {one.row.id for one in held}
        for row in rows:
            if row.id not in stays:
                self._start(row)
        return bool(rows)

    async def _anything_due(self, now: datetime) -> bool:
        open_ones = [name for name in self.paces if self._room(name) > 0]
        if not open_ones or self._stopping:
            return False
        async with self.database.reading(short=True) as db:
            return await deliveries.anything_due(db, open_ones, now)

    def _room(self, channel: str) -> int:
        pace = self.paces[channel]
        most = min(AT_ONCE, pace.ahead or AT_ONCE)
        return 0 if pace.paused else most - self._in_flight[channel]

    def _hold_first(self, row: Due, addressee: Addressee | None, now: datetime) -> Outcome | None:
        """The same, for two pushes to one person that were taken up together."""
        held = self._hold(row, addressee, now)
        if held is None and row.kind in PUSHES and row.citizen_id and self.policy.push_spacing:
            if row.citizen_id in self._pushed_now:
                return self._put_off(row, Later("spaced", self.policy.push_spacing), now)
            self._pushed_now.add(row.citizen_id)
        return held

    def _hold(self, row: Due, addressee: Addressee | None, now: datetime) -> Outcome | None:
        """The outcome of a message that must not go now; None: it may."""
        try:
            self._check(row, addressee, now)
        except Later as later:
            return self._put_off(row, later, now)
        except Never as never:
            return Outcome(row, "never", now, row.due_at, row.attempts, reason=never.reason)
        return None

    def _check(self, row: Due, addressee: Addressee | None, now: datetime) -> None:
        if addressee is None:
            raise Never("erased")
        check(row.kind, addressee, now, self.policy, personal=row.citizen_id is not None)

    def _put_off(self, row: Due, later: Later, now: datetime) -> Outcome:
        """Held back by a rule, not by a failure: those behind it need not wait for it."""
        due_at = now + later.after if later.after else row.due_at
        return Outcome(row, "waiting", now, due_at, 0 if later.after else row.attempts)

    def _start(self, row: Due) -> None:
        self._in_flight[row.channel] += 1
        task = asyncio.create_task(self._see_off(row))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _see_off(self, row: Due) -> None:
        """Send one message and note what came of it; the next turn writes it down."""
        try:
            outcome = await self._try(row)
        except asyncio.CancelledError:
            outcome = self._put_off(row, Later("stopped half-way"), self.now())
        self._outcomes.append(outcome)
        if len(self._outcomes) >= min(SETTLE_AT_ONCE, self._in_flight.total()):
            self._wake.set()
        elif len(self._outcomes) == 1:
            limited = self.paces[row.channel].per_second is not None
            within = SETTLE_WITHIN_LIMIT if limited else SETTLE_WITHIN
            asyncio.get_running_loop().call_later(within, self._wake.set)

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
                return self._put_off(row, later, self.now())
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
        return self._hold(row, known.get(row.id), self.now())

    def _again(
        self, row: Due, attempts: int, reason: str, after: timedelta | None = None
    ) -> Outcome:
        now = self.now()
        if now - row.created_at > GIVE_UP_AFTER and attempts > 100:
            return Outcome(row, "never", now, row.due_at, attempts, reason=f"gave up: {reason}")
        due_at = now + (after or backoff(attempts, chance()))
        return Outcome(row, "waiting", now, due_at, attempts, reason=reason)
