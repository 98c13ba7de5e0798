"""What falls due is told within a minute: the wakes of the real timetable, on a clock of the test's."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from domain.area import Area
from domain.case_life import Stage as CaseStage
from domain.role import Role
from handlers.deadlines import happened
from handlers.house import House
from scheduler.deadline_jobs import watch_deadlines
from scheduler.delivery import LOOK_EVERY
from scheduler.timetable import TIMETABLE
from storage.database import Database
from storage.schema.deadline import Deadline
from tests.cases import feed
from tests.conftest import NOW
from tests.desks import complain, sign_in
from tests.talk.stage import Person, Stage


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def wake(stage: Stage) -> None:
    await watch_deadlines(stage.database, stage.house, stage.time)
    await stage.deliver()


async def first_due(stage: Stage, rule: str) -> datetime:
    async with stage.database.reading() as db:
        until = await db.scalar(select(Deadline.until).where(Deadline.rule == rule))
    assert until is not None
    return until


async def seconds_until_told(stage: Stage, person: Person, due: datetime) -> float:
    """The worst case: the clock woke the job a moment before, and nobody nudges the delivery."""
    [period] = [when for when, job in TIMETABLE if job is watch_deadlines]
    assert isinstance(period, timedelta)
    stage.time = due - timedelta(seconds=1)
    while not any(text.startswith("⏰") for text in person.texts()):
        await wake(stage)
        stage.time += period
        assert stage.time < due + timedelta(hours=1), "it was never told"
    late: timedelta = stage.time - period - due
    return late.total_seconds() + LOOK_EVERY


async def test_a_case_that_nobody_handled_is_told_within_a_minute(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK)
    await feed(stage, (CaseStage.RECEIVED, NOW))
    await wake(stage)
    assert await seconds_until_told(stage, desk, await first_due(stage, "filing")) <= 60


async def test_a_complaint_that_nobody_looked_at_is_told_within_a_minute(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage)
    async with stage.database.transaction() as db:
        await happened(db, stage.house, complaint, "received", stage.time)
    due = await first_due(stage, "not_looked_at")
    assert await seconds_until_told(stage, desk, due) <= 60
