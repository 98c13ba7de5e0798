"""A channel's limit is kept whatever the network does, and reached when it is steady."""

import asyncio
import random
from collections.abc import Callable

import pytest

from domain.delivery import Later
from scheduler.pace import REPLY, Pace

LIMIT = 30


class HurriedLoop(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to the next thing that is to be done."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]
            self.ahead += max(0.0, self._scheduled[0].when() - self.time())  # type: ignore[attr-defined]
        super()._run_once()  # type: ignore[misc]


def play(pace: Pace, number: int, way: Callable[[], tuple[float, float]]) -> list[float]:
    """When so many messages arrived at the channel. `way`: seconds there and back."""
    arrived = []

    async def send(chat_id: int) -> None:
        loop = asyncio.get_running_loop()
        async with pace.turn(chat_id, 1) as place:
            await place.moment()
            there, back = way()
            await asyncio.sleep(there)
            arrived.append(loop.time())
            await asyncio.sleep(back)
            place.heard()

    async def run() -> None:
        # As the delivery loop takes up: so many ahead, one more for each that is done.
        ahead = asyncio.Semaphore(pace.ahead or number)

        async def one(chat_id: int) -> None:
            async with ahead:
                await send(chat_id)

        await asyncio.gather(*(one(chat_id) for chat_id in range(number)))

    with asyncio.Runner(loop_factory=HurriedLoop) as runner:
        runner.run(run())
    return sorted(arrived)


def most_in_a_second(times: list[float]) -> int:
    """Counted as a strict server does: in any second, not only in those that a clock begins."""
    most = first = 0
    for last, at in enumerate(times):
        while times[first] <= at - 1:
            first += 1
        most = max(most, last - first + 1)
    return most


@pytest.mark.parametrize("latency", [0.002, 0.05, 0.3])
def test_a_steady_network_costs_nothing(latency: float) -> None:
    times = play(Pace(LIMIT), 900, lambda: (latency / 2, latency / 2))
    later = times[300:]
    assert (len(later) - 1) / (later[-1] - later[0]) >= 0.99 * LIMIT
    assert most_in_a_second(times) <= LIMIT


@pytest.mark.parametrize("seed", range(5))
def test_no_second_at_the_channel_sees_more_than_the_limit(seed: int) -> None:
    chance = random.Random(seed)

    def way() -> tuple[float, float]:
        slow = chance.random() < 0.05
        return 0.001 + chance.random() * (1.5 if slow else 0.05), 0.001 + chance.random() * 0.1

    assert most_in_a_second(play(Pace(LIMIT), 600, way)) <= LIMIT


async def test_the_most_urgent_gets_the_next_place() -> None:
    pace, order = Pace(2), list[str]()

    async def say(name: str, chat_id: int, urgency: int) -> None:
        async with pace.turn(chat_id, urgency, talking=urgency == REPLY) as place:
            await place.moment()
            order.append(name)

    first = [asyncio.create_task(say("first", n, 1)) for n in (1, 2)]
    await asyncio.sleep(0)
    waiting = [("broadcast", 4), ("notice", 1), ("reply", REPLY), ("receipt", 0)]
    others = [
        asyncio.create_task(say(name, 10 + n, urgency)) for n, (name, urgency) in enumerate(waiting)
    ]
    await asyncio.gather(*first, *others)
    assert order == ["first", "first", "reply", "receipt", "notice", "broadcast"]


async def test_a_chat_rests_for_a_second_but_a_talk_is_answered_at_once() -> None:
    pace, loop = Pace(LIMIT), asyncio.get_running_loop()

    async def say(talking: bool) -> float:
        async with pace.turn(7, 1, talking=talking) as place:
            await place.moment()
            return loop.time()

    began = await say(False)
    assert await say(True) - began < 0.5
    assert await say(False) - began >= 1


async def test_a_place_that_was_not_used_is_free_at_once() -> None:
    pace, loop = Pace(1), asyncio.get_running_loop()
    began = loop.time()
    for chat_id in range(3):
        async with pace.turn(chat_id):
            pass
    assert loop.time() - began < 0.5


async def test_a_flood_answer_stops_those_who_wait_too() -> None:
    pace = Pace(1)
    async with pace.turn(1) as place:
        await place.moment()

        async def wait() -> None:
            async with pace.turn(2):
                raise AssertionError("it must not come up")

        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0)
        pace.pause(30)
        with pytest.raises(Later):
            await waiting
    with pytest.raises(Later):
        async with pace.turn(3):
            raise AssertionError("it must not come up")


async def test_who_gives_up_waiting_leaves_the_place_to_the_next() -> None:
    pace = Pace(1)
    async with pace.turn(1) as place:
        await place.moment()
    gone = asyncio.create_task(pace.turn(2).__aenter__())
    await asyncio.sleep(0)
    gone.cancel()
    async with asyncio.timeout(3), pace.turn(3) as place:
        await place.moment()
