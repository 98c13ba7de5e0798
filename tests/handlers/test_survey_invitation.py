"""Invitations as people meet them: taken up, declined, found again, never somebody else's."""

from sqlalchemy import select

from domain.survey_session import Session
from handlers.house import House
from scheduler.survey_jobs import invite_to_surveys
from storage.database import Database
from storage.schema.case import Case
from storage.schema.citizen import Citizen
from storage.schema.survey import SurveyInvitation, SurveyResponse, SurveySession
from tests.closings import DAY, closed_complaint, ended_case, met
from tests.conftest import NOW
from tests.survey import day_over


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
    await day_over(stage)
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
