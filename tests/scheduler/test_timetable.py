"""The clock really wakes what it is told to wake."""

import asyncio
import importlib
import inspect
import time as machine
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
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


DAILY = {job.__name__: when for when, job in TIMETABLE if isinstance(when, time)}


@pytest.fixture(params=["UTC", "America/New_York"])
def _machine_elsewhere(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        machine.tzset()
        yield
    machine.tzset()


@pytest.mark.usefixtures("_machine_elsewhere")
def test_what_runs_daily_runs_by_the_clock_of_the_house(sqlite: Database, house: House) -> None:
    """03:30 was half past eleven in the morning where the machine's clock stood at UTC."""
    clock = wind_up(sqlite, house, lambda: NOW, {})
    evening = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    for name, when in DAILY.items():
        woken = clock.get_job(name).trigger.get_next_fire_time(None, evening)
        told = woken.astimezone(house.policy.quiet_hours.zone)
        assert (told.date().isoformat(), told.time()) == ("2026-03-03", when)


def test_what_runs_daily_also_runs_soon_after_a_start(sqlite: Database, house: House) -> None:
    """On a machine that is off at night nothing was ever erased."""
    clock = wind_up(sqlite, house, lambda: NOW, {})
    soon = [clock.get_job(name).next_run_time - datetime.now(UTC) for name in DAILY]
    assert DAILY
    assert all(timedelta(minutes=1) < wait < timedelta(minutes=30) for wait in soon)
    assert len({wait // timedelta(seconds=30) for wait in soon}) == len(soon)


async def test_after_its_first_run_a_daily_job_waits_for_its_time(
    sqlite: Database, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.timetable.AFTER_START", timedelta(milliseconds=20))
    monkeypatch.setattr("scheduler.timetable.APART", timedelta())
    clock = wind_up(sqlite, house, lambda: NOW, {})
    clock.start()
    await asyncio.sleep(0.5)
    for name, when in DAILY.items():
        told = clock.get_job(name).next_run_time.astimezone(house.policy.quiet_hours.zone)
        assert told.time() == when
    clock.shutdown(wait=False)


PARTS_OF_A_JOB = {"reckon_cases", "sweep_deadlines"}
"""Named apart for tests; watch_deadlines does both."""
AT_START = {"mark_listed_cases"}
"""Done once, before anything is sent: the list that it goes by changes with a new start only."""


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
    assert written - PARTS_OF_A_JOB - AT_START == known


@pytest.mark.parametrize("job", [job for _, job in TIMETABLE], ids=lambda job: job.__name__)
async def test_no_job_writes_in_the_loop_of_the_talks(
    sqlite: Database, house: House, job: Job
) -> None:
    """On SQLite a short transaction runs in the event loop: one over many rows would hold it up."""
    begun: list[object] = []
    event.listen(sqlite._short, "begin", begun.append)
    await job(sqlite, house, NOW)
    assert begun == []
