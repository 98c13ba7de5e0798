"""The clock really wakes what it is told to wake."""

import asyncio
import importlib
import inspect
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from handlers.house import House
from scheduler.timetable import TIMETABLE, Job, wind_up
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


PARTS_OF_A_JOB = {"reckon_cases", "sweep_deadlines"}
"""Named apart for tests; watch_deadlines does both."""


def test_every_job_is_in_the_timetable() -> None:
    """The survey's jobs once were not: nobody was invited, and nothing that was begun ever expired."""
    known = {job.__name__ for _, job in TIMETABLE}
    written = {
        name
        for path in (Path(__file__).parent.parent.parent / "scheduler").glob("*_jobs.py")
        for name, function in vars(importlib.import_module(f"scheduler.{path.stem}")).items()
        if inspect.iscoroutinefunction(function)
        and function.__module__ == f"scheduler.{path.stem}"
        and not name.startswith("_")
    }
    assert written - PARTS_OF_A_JOB == known


@pytest.mark.parametrize("job", [job for _, job in TIMETABLE], ids=lambda job: job.__name__)
async def test_no_job_writes_in_the_loop_of_the_talks(
    sqlite: Database, house: House, job: Job
) -> None:
    """On SQLite a short transaction runs in the event loop: one over many rows would hold it up."""
    begun: list[object] = []
    event.listen(sqlite._short, "begin", begun.append)
    await job(sqlite, house, NOW)
    assert begun == []
