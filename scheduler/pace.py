"""How fast a channel may be spoken to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heapify, heappop, heappush
from itertools import count

from domain.delivery import Later

PATIENCE = 3.0
"""Seconds that a message waits for a paused channel, before it is put back."""
SPREAD = 1.05
"""Messages leave evenly, at this many times the limit; the places keep them to the limit itself."""
BURST = 4
"""Messages that may leave before their even time: after a rest, or to make up for a late one."""
MARGIN = 0.001
"""Seconds more than a second, against clocks that count in milliseconds."""
EARLY = 0.03
"""Seconds before its moment that a message is called up, to be looked at once more."""
LONGEST_ROUND = 5.0
"""Seconds after which an answer that has not come holds no place any more."""
ENOUGH = 100
"""Answers after which the shortest round is trusted."""
DOUBT = 0.25
"""Of a hundred rounds, the shortest lies above the shortest possible by far less than this part of
what it lies below their mean."""
REPLY = -1
"""The urgency of a reply in a talk: before all that waits in the outbox."""


class Place:
    """Leave to send one message. waited: it did not get it at once. `moment` before sending,
    `heard` when the channel has answered that it arrived."""

    def __init__(self, pace: "Pace", at: float, waited: bool) -> None:
        self.waited = waited
        self._pace, self._at = pace, at
        self._began: float | None = None
        self._given_back = False

    async def moment(self) -> None:
        """Wait for the moment itself. Raises Later when the channel was paused meanwhile."""
        loop = asyncio.get_running_loop()
        while (left := max(self._at, self._pace.paused_until) - loop.time()) > 0:
            if left > PATIENCE:
                raise Later("the channel is paused")
            await asyncio.sleep(left)
        self._began = loop.time()
        if self._pace.per_second is not None:
            loop.call_later(LONGEST_ROUND, self.give_back)

    def heard(self) -> None:
        if self._began is not None:
            self._pace.learn(asyncio.get_running_loop().time() - self._began)

    def give_back(self) -> None:
        """One second later the place may be used again; at once, where nothing was sent."""
        if not self._given_back:
            self._given_back = True
            self._pace.take_back(self._began is not None)


class Pace:
    """At most `per_second` messages in any second, and one a second to one chat. None: no limit.

    A channel counts a message when it arrives there: after it left here, and before the answer is
    here, by no less than the shortest ways there and back. So a place may be used again one second
    after the answer, less the shortest round: then no second at the channel sees more than the
    limit whatever the network does in between, and a steady network costs nothing. Where rounds
    differ, the shortest seen so far may not be the shortest there is, so a part of what it is below
    their mean is not counted on. The most urgent that waits gets the next place.
    """

    def __init__(self, per_second: int | None = None) -> None:
        self.per_second = per_second
        self.paused_until = 0.0
        self._free = [0.0] * (per_second or 0)
        self._given_up = 0
        self._even = 0.0
        self._waiting: list[tuple[int, int, asyncio.Future[Place]]] = []
        self._number = count()
        self._timer: asyncio.TimerHandle | None = None
        self._resting: dict[int, float] = {}
        self._rounds, self._shortest, self._mean = 0, float("inf"), 0.0

    @property
    def ahead(self) -> int | None:
        """How many messages are worth being taken up at once; None: as many as you like."""
        return self.per_second

    @property
    def paused(self) -> bool:
        return self.pause_left() > PATIENCE

    def share(self, per_second: int) -> None:
        """Of a limit that others share, so much is ours from now on. What is given up goes as soon as
        it is free; what is won was somebody else's until just now."""
        change = per_second - (self.per_second or 0)
        self.per_second = per_second
        for _ in range(change):
            if self._given_up:
                self._given_up -= 1
            else:
                heappush(self._free, self._usable_again())
        for _ in range(-change):
            if self._free:
                self._free.remove(max(self._free))
                heapify(self._free)
            else:
                self._given_up += 1
        self._call_up()

    def pause(self, seconds: float) -> None:
        """The channel has had too much: nothing leaves for so long."""
        self.paused_until = max(
            self.paused_until, asyncio.get_running_loop().time() + max(0.0, seconds)
        )
        if self.paused:
            for _, _, waiting in self._waiting:
                if not waiting.done():
                    waiting.set_exception(Later("the channel is paused"))
            self._waiting.clear()

    @asynccontextmanager
    async def turn(
        self, chat_id: int, urgency: int = 0, *, talking: bool = False
    ) -> AsyncIterator[Place]:
        """Wait for a place, and until the chat has rested. Raises Later when paused for long.

        talking: somebody waits in that chat for these words, so they do not wait for its rest.
        """
        loop = asyncio.get_running_loop()
        if self.paused:
            raise Later("the channel is paused")
        if self.per_second is None:
            yield Place(self, 0.0, waited=self.pause_left() > 0)
            return
        rest = 0.0 if talking else self._resting.get(chat_id, 0.0) - loop.time()
        if rest > 0:
            await asyncio.sleep(rest)
        place = await self._wait_for_place(urgency)
        place.waited = place.waited or rest > 0
        try:
            yield place
        finally:
            place.give_back()
            self._resting[chat_id] = self._usable_again()
            loop.call_later(1.1, self._forget, chat_id)

    async def _wait_for_place(self, urgency: int) -> Place:
        waiting: asyncio.Future[Place] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (urgency, next(self._number), waiting))
        at_once = self._call_up()
        try:
            place = await waiting
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled() and waiting.exception() is None:
                waiting.result().give_back()
            raise
        place.waited = place.waited or not at_once
        return place

    def _call_up(self) -> bool:
        """Give the places that are free about now to those who wait. Whether all of them got one."""
        loop = asyncio.get_running_loop()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._waiting and self._free:
            if self._waiting[0][2].done():  # gone meanwhile
                heappop(self._waiting)
                continue
            gap = 1 / (SPREAD * (self.per_second or 1))
            at = max(self._free[0], self._even - BURST * gap, self.paused_until)
            if (left := at - EARLY - loop.time()) > 0:
                self._timer = loop.call_later(left, self._call_up)
                return False
            heappop(self._free)
            self._even = max(self._even, at, loop.time() - BURST * gap) + gap
            heappop(self._waiting)[2].set_result(Place(self, at, waited=at > loop.time()))
        return not self._waiting

    def take_back(self, used: bool) -> None:
        if self.per_second is None:
            return
        if self._given_up:
            self._given_up -= 1
        else:
            heappush(self._free, self._usable_again() if used else 0.0)
        self._call_up()

    def learn(self, seconds: float) -> None:
        """A message was answered after so long."""
        self._rounds += 1
        self._shortest = min(self._shortest, seconds)
        self._mean += (seconds - self._mean) / min(self._rounds, ENOUGH)

    def _usable_again(self) -> float:
        unsure = (self._mean - self._shortest) * DOUBT
        sure = self._shortest - unsure if self._rounds >= ENOUGH else 0.0
        return asyncio.get_running_loop().time() + 1.0 + MARGIN - min(max(sure, 0.0), 1.0)

    def pause_left(self) -> float:
        """Seconds for which nothing leaves; none where not above 0."""
        return self.paused_until - asyncio.get_running_loop().time()

    def _forget(self, chat_id: int) -> None:
        if self._resting.get(chat_id, 0.0) <= asyncio.get_running_loop().time():
            self._resting.pop(chat_id, None)
