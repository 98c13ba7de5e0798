"""Invitations: who gets one, when, how often; and who never does."""

import asyncio
from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import func, select, update

from domain.survey_session import Session
from handlers.house import House
from scheduler.survey_jobs import expire_surveys, invite_to_surveys
from storage import citizens
from storage.database import Database
from storage.schema.case import Case, CaseFollower
from storage.schema.citizen import Citizen
from storage.schema.complaint import Complaint, ComplaintEntry
from storage.schema.outbox import Outbox
from storage.schema.survey import SurveyInvitation, SurveyResponse, SurveySession
from tests.conftest import NOW
from tests.talk.stage import Person, Stage

DAY = timedelta(days=1)
numbers = count(1)


async def closed_complaint(
    database: Database, citizen_id: int, closed_at: datetime, words: str = "路灯坏了没人修"
) -> None:
    number = next(numbers)
    async with database.transaction() as db:
        complaint = Complaint(
            receipt_code=f"M1111-{number:04}",
            draft_key=f"draft{number}",
            citizen_id=citizen_id,
            language="zh",
            kind="complaint",
            area="service",
            to_triage=False,
            runner_up="other",
            score=1.0,
            also=[],
            tags=[],
            because=[],
            state="closed",
            received_at=closed_at - DAY,
            due_at=closed_at + DAY,
            closed_at=closed_at,
        )
        db.add(complaint)
        await db.flush()
        db.add(
            ComplaintEntry(complaint_id=complaint.id, kind="text", text=words, at=closed_at - DAY)
        )


async def ended_case(
    database: Database,
    citizen_id: int,
    at: datetime,
    *,
    sensitive: bool = False,
    stage: str = "closed",
) -> None:
    number = f"DEMO2026{next(numbers):04}"
    async with database.transaction() as db:
        case = Case(
            number=number,
            code_salt="s",
            code_hash="h",
            kind="administrative",
            category="theft",
            sensitive=sensitive,
            major=False,
            unit="演示派出所",
            contact="000-0000",
            stage=stage,
            stage_at=at,
            updated_at=at,
        )
        db.add(case)
        await db.flush()
        db.add(CaseFollower(case_id=case.id, citizen_id=citizen_id, notices=False, since=at))


async def citizen_of(database: Database) -> int:
    async with database.reading() as db:
        return (await db.scalars(select(func.max(Citizen.id)))).one()


async def invited(database: Database) -> int:
    """Invitations in the outbox."""
    async with database.reading() as db:
        rows = await db.scalars(select(Outbox).where(Outbox.kind == "invitation"))
        return len(rows.all())


async def met(database: Database, house: House) -> tuple[Person, int]:
    person = await Stage(database, house, NOW).person(101).agrees()
    return person, await citizen_of(database)


async def test_an_invitation_comes_after_the_delay_and_not_before(
    database: Database, house: House
) -> None:
    _, citizen = await met(database, house)
    await closed_complaint(database, citizen, NOW)
    await invite_to_surveys(database, house, NOW + timedelta(hours=23))
    assert await invited(database) == 0
    await invite_to_surveys(database, house, NOW + DAY)
    assert await invited(database) == 1


async def test_from_the_invitation_to_an_event_response(database: Database, house: House) -> None:
    person, citizen = await met(database, house)
    await ended_case(database, citizen, NOW)
    stage = person.stage
    stage.wait(days=1)
    await invite_to_surveys(database, house, stage.time)
    await stage.deliver()
    async with database.reading() as db:
        number = (await db.scalars(select(Case.number))).one()
    assert f"末四位 {number[-4:]}" in person.sees()
    assert number not in person.sees()
    assert "http" not in person.sees()
    again, later = person.press("好，我来说说"), person.press("好，我来说说")
    await person.presses("好，我来说说")
    assert "1/7" in person.sees()
    await stage.feed(again)
    assert "1/7" in person.sees()
    await person.presses("4 不满意")
    while "跳过" in person.buttons():
        await person.presses("跳过")
    async with database.reading() as db:
        response = (await db.scalars(select(SurveyResponse))).one()
        assert (response.occasion, response.about) == ("event", "case")
        assert (await db.scalars(select(SurveySession))).all() == []
    await stage.feed(later)
    assert "用过或者过期" in person.sees()


async def test_an_invitation_can_be_found_in_the_menu_too(database: Database, house: House) -> None:
    person, citizen = await met(database, house)
    await closed_complaint(database, citizen, NOW - DAY)
    await invite_to_surveys(database, house, NOW)
    await person.says("/survey")
    await person.presses("办理满意度测评")
    assert "这件事办得您满意吗" in person.sees()


async def test_without_an_invitation_the_event_survey_is_not_offered(
    sqlite: Database, house: House
) -> None:
    person, _ = await met(sqlite, house)
    await person.says("/survey")
    assert "办理满意度测评" not in person.buttons()


async def test_declined_is_declined(database: Database, house: House) -> None:
    person, citizen = await met(database, house)
    await closed_complaint(database, citizen, NOW - DAY)
    await invite_to_surveys(database, house, NOW)
    await person.stage.deliver()
    accept = person.press("好，我来说说")
    await person.presses("这次不了")
    await person.stage.feed(accept)
    assert "用过或者过期" in person.sees()


async def test_no_more_invitations_by_one_press(database: Database, house: House) -> None:
    person, citizen = await met(database, house)
    await closed_complaint(database, citizen, NOW - DAY)
    await invite_to_surveys(database, house, NOW)
    await person.stage.deliver()
    await person.presses("以后不要邀请")
    async with database.reading() as db:
        assert (await db.scalars(select(Citizen.surveys))).one() is False


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


async def test_somebody_elses_invitation_cannot_be_taken_up(
    database: Database, house: House
) -> None:
    person, citizen = await met(database, house)
    other = await person.stage.person(102).agrees()
    await closed_complaint(database, citizen, NOW - DAY)
    await invite_to_surveys(database, house, NOW)
    message = list(other.messages().values())[-1]
    async with database.reading() as db:
        number = (await db.scalars(select(SurveyInvitation.id))).one()
    for act in ("accept", "decline"):
        await person.stage.feed(other.press_of(message, f"survey:{act}:{number}"))
    async with database.reading() as db:
        assert (await db.scalars(select(SurveySession))).all() == []
        assert (await db.scalars(select(SurveyInvitation.open))).one() is True


async def test_an_invited_survey_that_is_paused_can_be_resumed(
    database: Database, house: House
) -> None:
    person, citizen = await met(database, house)
    await closed_complaint(database, citizen, NOW - DAY)
    await invite_to_surveys(database, house, NOW)
    await person.stage.deliver()
    await person.presses("好，我来说说")
    await person.presses("1 非常满意")
    await person.presses("先停下")
    await person.says("/survey")
    await person.presses("接着答：办理满意度测评（2/7）")
    async with database.reading() as db:
        row = (await db.scalars(select(SurveySession))).one()
    assert Session.from_json(row.session).current == "told"
    assert row.about == "complaint"
