"""Every step of what a complaint is owed is told within its minute, once, and in one card after an outage."""

from datetime import datetime, timedelta

import pytest

from domain.area import Area
from domain.duty import Event, owed
from domain.ladder import Step
from domain.role import Role
from handlers.deadlines import happened
from handlers.house import House
from scheduler.deadline_jobs import watch_deadlines
from storage.database import Database
from storage.schema.complaint import Complaint
from tests.conftest import NOW
from tests.desks import complain, sign_in
from tests.talk.stage import Person, Stage

HEARS = {Step.WARNED: "desk", Step.LATE: "desk", Step.SUPERVISOR: "supervisor", Step.HEAD: "head"}
SIGNS = {Step.WARNED: "⏳", Step.LATE: "⏰", Step.SUPERVISOR: "📣", Step.HEAD: "❗"}
RULES = ("not_looked_at", "not_answered", "not_handled")
"""Of the five failures those that a complaint may commit while nobody touches it."""


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def wake(stage: Stage, moment: datetime) -> None:
    stage.time = moment
    await watch_deadlines(stage.database, stage.house, stage.time)
    await stage.deliver()


async def received(stage: Stage) -> Complaint:
    complaint = await complain(stage)
    async with stage.database.transaction() as db:
        await happened(db, stage.house, complaint, "received", stage.time)
    return complaint


async def people(stage: Stage) -> dict[str, Person]:
    return {
        "desk": await sign_in(stage, Role.DESK, Area.CONDUCT),
        "supervisor": await sign_in(stage, Role.SUPERVISOR),
        "head": await sign_in(stage, Role.HEAD),
    }


def moments(house: House) -> list[tuple[datetime, Step, str]]:
    """When each step of each rule is reached, by the data, in order."""
    book = house.rulebook
    found = []
    for rule in RULES:
        (one,) = owed(
            book.by_kind["complaint"][rule],
            "complaint",
            [Event("received", NOW)],
            book.calendar,
            NOW,
        )
        for step in HEARS:
            found.append((book.ladder.moment(step, one.since, one.until), step, rule))
    return sorted(found)


def cards(person: Person, step: Step, title: str) -> int:
    return sum(text.startswith(SIGNS[step]) and title in text for text in person.texts())


async def test_every_step_is_told_in_its_minute_once(stage: Stage) -> None:
    staff = await people(stage)
    await received(stage)
    for moment, step, rule in moments(stage.house):
        title = stage.house.rulebook.title(rule, "zh")
        person = staff[HEARS[step]]
        await wake(stage, moment - timedelta(minutes=1))
        assert cards(person, step, title) == 0
        for minutes in (1, 2, 3):
            await wake(stage, moment + timedelta(minutes=minutes))
            assert cards(person, step, title) == 1


async def test_after_three_days_of_outage_each_hears_of_all_in_one_card(stage: Stage) -> None:
    staff = await people(stage)
    for _ in range(3):
        await received(stage)
    before = {name: len(person.texts()) for name, person in staff.items()}
    await wake(stage, NOW + timedelta(days=3))
    for _ in range(2):
        await wake(stage, stage.time + timedelta(minutes=1))
    new = {name: person.texts()[before[name] :] for name, person in staff.items()}
    assert [len(new[name]) for name in ("desk", "supervisor", "head")] == [2, 1, 0]
    late, warned = sorted(new["desk"], key=lambda text: text.startswith("⏳"))
    assert late.count("视而不见") == warned.count("充耳不闻") == 3
    assert new["supervisor"][0].count("视而不见") == 3


async def test_a_taken_complaint_is_warned_of_once_before_its_promised_day(stage: Stage) -> None:
    staff = await people(stage)
    complaint = await received(stage)
    await staff["desk"].presses("✅ 接办")
    for days in (1, 2, 3, 4, 5, 8, 12, 13, 14):
        await wake(stage, NOW + timedelta(days=days))
    code = complaint.receipt_code
    told = [text for text in staff["desk"].texts() if text.startswith("⏳") and code in text]
    assert ["接而不处" in text for text in told].count(True) == 1
    assert not any(text.startswith("⏰") and "接而不处" in text for text in staff["desk"].texts())
