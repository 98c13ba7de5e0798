"""Invitations: who gets one, when, how often; and who never does."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handlers.house import House
from scheduler import survey_jobs
from scheduler.survey_jobs import expire_surveys, invite_to_surveys
from storage import citizens
from storage.database import Database
from storage.schema.case import Case
from storage.schema.citizen import Citizen
from storage.schema.complaint import Complaint
from storage.schema.survey import SurveyInvitation
from tests.closings import DAY, citizen_of, closed_complaint, ended_case, invited, met
from tests.conftest import NOW
from tests.talk.stage import Stage


async def test_an_invitation_comes_after_the_delay_and_not_before(
    database: Database, house: House
) -> None:
    _, citizen = await met(database, house)
    await closed_complaint(database, citizen, NOW)
    await invite_to_surveys(database, house, NOW + timedelta(hours=23))
    assert await invited(database) == 0
    await invite_to_surveys(database, house, NOW + DAY)
    assert await invited(database) == 1


async def test_one_in_thirty_days_and_of_the_newest_closing(
    database: Database, house: House
) -> None:
    _, citizen = await met(database, house)
    await closed_complaint(database, citizen, NOW - 5 * DAY)
    await ended_case(database, citizen, NOW - 2 * DAY)
    await invite_to_surveys(database, house, NOW)
    assert await invited(database) == 1
    async with database.reading() as db:
        assert (await db.scalars(select(SurveyInvitation.about))).one() == "case"
    for days in (1, 15, 29):
        await closed_complaint(database, citizen, NOW + (days - 2) * DAY)
        await invite_to_surveys(database, house, NOW + days * DAY)
    assert await invited(database) == 1
    await invite_to_surveys(database, house, NOW + 30 * DAY)
    assert await invited(database) == 2


async def test_the_same_closing_never_invites_twice(database: Database, house: House) -> None:
    _, citizen = await met(database, house)
    await ended_case(database, citizen, NOW - DAY, stage="decided")
    await asyncio.gather(*(invite_to_surveys(database, house, NOW) for _ in range(3)))
    assert await invited(database) == 1
    async with database.transaction() as db:
        await db.execute(update(Case).values(stage="closed", stage_at=NOW + 35 * DAY))
    await invite_to_surveys(database, house, NOW + 40 * DAY)
    assert await invited(database) == 1


async def test_two_processes_at_once_invite_a_person_once(database: Database, house: House) -> None:
    _, citizen = await met(database, house)
    other = Database(database.url.render_as_string(hide_password=False))
    try:
        for days in (1, 2, 3, 4):
            await closed_complaint(database, citizen, NOW - days * DAY)
        await asyncio.gather(
            *(invite_to_surveys(one, house, NOW) for one in (database, other, database, other))
        )
    finally:
        await other.close()
    assert await invited(database) == 1


async def test_nobody_is_invited_in_the_quiet_hours(database: Database, house: House) -> None:
    _, citizen = await met(database, house)
    await closed_complaint(database, citizen, NOW - DAY)
    await invite_to_surveys(database, house, NOW + timedelta(hours=12))
    assert await invited(database) == 0
    await invite_to_surveys(database, house, NOW + timedelta(hours=22))
    assert await invited(database) == 1


async def test_without_the_consent_there_is_no_invitation(database: Database, house: House) -> None:
    _, citizen = await met(database, house)
    await closed_complaint(database, citizen, NOW - DAY)
    async with database.transaction() as db:
        row = (await db.scalars(select(Citizen))).one()
        await citizens.consent(db, row, "surveys", False, 1, NOW)
    await invite_to_surveys(database, house, NOW)
    assert await invited(database) == 0


@pytest.mark.parametrize(
    "words", ["丈夫家暴，报了警", "我女儿被人猥亵", "不想活了", "救命，有人持刀"]
)
async def test_a_sensitive_complaint_never_invites(
    words: str, sqlite: Database, house: House
) -> None:
    _, citizen = await met(sqlite, house)
    await closed_complaint(sqlite, citizen, NOW - DAY, words)
    await invite_to_surveys(sqlite, house, NOW)
    assert await invited(sqlite) == 0


async def test_a_sensitive_or_running_case_never_invites(database: Database, house: House) -> None:
    _, citizen = await met(database, house)
    await ended_case(database, citizen, NOW - DAY, sensitive=True)
    await ended_case(database, citizen, NOW - DAY, stage="investigating")
    await ended_case(database, citizen, NOW - DAY, stage="transferred")
    await invite_to_surveys(database, house, NOW)
    assert await invited(database) == 0


async def test_an_anonymous_or_withdrawn_complaint_invites_nobody(
    database: Database, house: House
) -> None:
    _, citizen = await met(database, house)
    await closed_complaint(database, citizen, NOW - DAY)
    await closed_complaint(database, citizen, NOW - DAY)
    async with database.transaction() as db:
        first, second = (await db.scalars(select(Complaint))).all()
        first.citizen_id, second.state = None, "withdrawn"
    await invite_to_surveys(database, house, NOW)
    assert await invited(database) == 0


async def test_after_an_outage_everybody_is_invited_once(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    for chat_id in (101, 102, 103):
        await stage.person(chat_id).agrees()
        citizen = await citizen_of(database)
        for days in (1, 3, 8):
            await closed_complaint(database, citizen, NOW + days * DAY)
    for _ in range(3):
        await invite_to_surveys(database, house, NOW + 12 * DAY)
    assert await invited(database) == 3


async def test_an_invitation_expires_after_it_was_delivered_not_before(
    database: Database, house: House
) -> None:
    person, citizen = await met(database, house)
    await closed_complaint(database, citizen, NOW - DAY)
    await invite_to_surveys(database, house, NOW)
    stage = person.stage
    stage.wait(days=10)
    await expire_surveys(database, house, stage.time)
    await stage.deliver()
    stage.wait(days=6)
    await expire_surveys(database, house, stage.time)
    async with database.reading() as db:
        assert (await db.scalars(select(SurveyInvitation.open))).one() is True
    stage.wait(days=2)
    await expire_surveys(database, house, stage.time)
    await person.presses("好，我来说说")
    assert "用过或者过期" in person.sees()


async def test_after_an_outage_invitations_leave_in_portions(
    sqlite: Database, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey_jobs, "AT_ONCE", 2)
    stage = Stage(sqlite, house, NOW)
    for chat_id in range(101, 106):
        await stage.person(chat_id).agrees()
        await closed_complaint(sqlite, await citizen_of(sqlite), NOW + 3 * DAY)
    counts = []
    for _ in range(4):
        await invite_to_surveys(sqlite, house, NOW + 9 * DAY)
        counts.append(await invited(sqlite))
    assert counts == [2, 4, 5, 5]
