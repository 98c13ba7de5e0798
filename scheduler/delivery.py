"""The delivery loop: takes up what is due in the outbox, sends it, writes down what came of it."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from domain.case_act import Proofs
from domain.delivery import PUSHES
from domain.policy import Policy
from scheduler.courier import SEND_WITHIN, Courier, Send
from scheduler.holding import hold_second
from scheduler.pace import Pace
from storage import deliveries, told
from storage.database import Database
from storage.deliveries import Due
from storage.outcomes import Outcome, settle

AT_ONCE = 64
"""Messages of one channel on their way at the same time."""
LEASE = timedelta(seconds=30)
"""After a crash, what was being sent is taken up again that much later."""
LOOK_EVERY = 3.0
"""Seconds between two looks when nobody nudges."""
GATHER = 0.01
"""Seconds between a nudge and the look, so that one commit serves all that happened meanwhile."""
SETTLE_AT_ONCE = 16
SETTLE_WITHIN, SETTLE_WITHIN_LIMIT = 0.05, 0.25
"""So many outcomes, or those of so many seconds, are written down in one commit. Where a limit holds
up the next ones anyway, there is more time."""

log = structlog.get_logger()


class Delivery:
    """`paces`: the open channels. `proofs`: what a notice proves that arrived. `nudge` it after a
    commit that may have put something out.

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
        proofs: Proofs,
    ) -> None:
        self.database, self.policy, self.now = database, policy, now
        self.paces, self.proofs = paces, proofs
        self.courier = Courier(database, policy, now, send, paces)
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._running: asyncio.Task[None] | None = None
        self._outcomes: list[Outcome] = []
        self._in_flight: Counter[str] = Counter()
        self._pushed: set[int] = set()
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
                await settle(db, outcomes)
                await told.note(db, outcomes, self.proofs)
                freed = Counter(one.row.channel for one in outcomes)
                pushed = self._pushed - _pushed_by(outcomes)
                rows: list[Due] = []
                for channel in [] if self._stopping else list(self.paces):
                    room = self._room(channel) + freed[channel]
                    if room > 0:
                        rows += await deliveries.claim(db, channel, now, now + LEASE, room)
                known = await deliveries.addressees(db, [row.id for row in rows]) if rows else {}
                checked = [
                    hold_second(row, known.get(row.id), now, self.policy, pushed) for row in rows
                ]
                held = [outcome for outcome in checked if outcome is not None]
                await settle(db, held)
                await told.note(db, held, self.proofs)
        except BaseException:
            self._outcomes = outcomes + self._outcomes
            raise
        # Only now: after a commit that failed, nothing was settled and nothing is sent.
        self._in_flight, self._pushed = self._in_flight - freed, pushed
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

    def _start(self, row: Due) -> None:
        self._in_flight[row.channel] += 1
        task = asyncio.create_task(self._see_off(row))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _see_off(self, row: Due) -> None:
        """Send one message and note what came of it; the next turn writes it down."""
        outcome = await self.courier.bring(row)
        self._outcomes.append(outcome)
        if len(self._outcomes) >= min(SETTLE_AT_ONCE, self._in_flight.total()):
            self._wake.set()
        elif len(self._outcomes) == 1:
            limited = self.paces[row.channel].per_second is not None
            within = SETTLE_WITHIN_LIMIT if limited else SETTLE_WITHIN
            asyncio.get_running_loop().call_later(within, self._wake.set)


def _pushed_by(outcomes: Sequence[Outcome]) -> set[int]:
    """The numbers of those whom a push among these went to."""
    return {one.row.citizen_id or 0 for one in outcomes if one.row.kind in PUSHES}
