"""The clock really wakes what it is told to wake."""

import asyncio
from datetime import timedelta

from handlers.house import House
from scheduler.timetable import wind_up
from storage.database import Database
from tests.conftest import NOW


async def test_a_job_given_as_a_plain_function_is_awaited(sqlite: Database, house: House) -> None:
    """A lambda that returned a coroutine was run in a thread and never awaited."""
    woken = asyncio.Event()

    async def act() -> None:
        woken.set()

    clock = wind_up(
        sqlite, house, lambda: NOW, {"act": (timedelta(milliseconds=20), lambda: act())}
    )
    clock.start()
    await asyncio.wait_for(woken.wait(), 3)
    clock.shutdown(wait=False)


async def test_a_job_that_fails_is_woken_again(sqlite: Database, house: House) -> None:
    tries = 0
    twice = asyncio.Event()

    async def act() -> None:
        nonlocal tries
        tries += 1
        if tries == 2:
            twice.set()
        raise RuntimeError("not today")

    clock = wind_up(sqlite, house, lambda: NOW, {"act": (timedelta(milliseconds=20), act)})
    clock.start()
    await asyncio.wait_for(twice.wait(), 3)
    clock.shutdown(wait=False)
