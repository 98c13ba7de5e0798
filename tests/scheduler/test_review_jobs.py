"""Deadlines are warned of: once before, once after, and again only for a new day."""

from datetime import timedelta

import pytest

from domain.area import Area
from domain.role import Role
from handlers.house import House
from scheduler.review_jobs import AT_ONCE, warn_of_deadlines
from storage import complaints
from storage.database import Database
from storage.schema.complaint import Complaint
from tests.conftest import NOW
from tests.desks import complain, sign_in
from tests.talk.stage import Person, Stage


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def wake(stage: Stage) -> None:
    await warn_of_deadlines(stage.database, stage.house, stage.time)
    await stage.deliver()


def warnings(person: Person) -> list[str]:
    return [text[0] for text in person.texts() if text[0] in "⏳⏰"]


async def put_off(stage: Stage, complaint: Complaint, days: int) -> None:
    async with stage.database.transaction() as db:
        held = await complaints.hold(db, complaint.id)
        assert held is not None
        held.due_at += timedelta(days=days)


async def test_the_desk_is_warned_before_and_the_supervisor_told_after(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    supervisor = await sign_in(stage, Role.SUPERVISOR)
    await complain(stage)
    stage.wait(days=11)
    await wake(stage)
    assert warnings(desk) == []
    stage.wait(days=2)
    for _ in range(2):
        await wake(stage)
    assert (warnings(desk), warnings(supervisor)) == (["⏳"], [])
    stage.wait(days=3)
    for _ in range(2):
        await wake(stage)
    assert warnings(desk)[-1] == "⏰"
    assert warnings(supervisor) == ["⏰"]


async def test_a_new_day_is_warned_of_anew(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage)
    stage.wait(days=13)
    await wake(stage)
    await put_off(stage, complaint, 15)
    before = desk.texts()
    await wake(stage)
    assert desk.texts() == before
    stage.wait(days=15)
    await wake(stage)
    assert len(desk.texts()) == len(before) + 1


async def test_a_supervisor_of_the_named_unit_is_not_told(stage: Stage) -> None:
    await sign_in(stage, Role.DESK, Area.CONDUCT)
    named = await sign_in(stage, Role.SUPERVISOR, unit="chengguan")
    other = await sign_in(stage, Role.SUPERVISOR)
    await complain(stage, "城关所(示例)", units=["chengguan"])
    stage.wait(days=16)
    await wake(stage)
    assert warnings(named) == []
    assert warnings(other) == ["⏰"]


async def test_after_an_outage_everything_is_told_in_one_wake(
    sqlite: Database, house: House
) -> None:
    stage = Stage(sqlite, house, NOW)
    number = AT_ONCE + 5
    for _ in range(number):
        await complain(stage)
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    stage.wait(days=16)
    await wake(stage)
    assert len(warnings(desk)) == number
