"""A survey over time: paused, restarted, renewed, expired, rested."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from sqlalchemy import select

from domain.survey import Kind, Question, Wording
from handlers.house import House
from scheduler.survey_jobs import expire_surveys
from storage.database import Database
from storage.schema.survey import (
    SurveyAnswer,
    SurveyResponse,
    SurveyRest,
)
from tests.conftest import NOW
from tests.survey import SAFETY, day_over, in_survey, session_of, skip_rest, toasts
from tests.talk.stage import Stage


async def test_it_goes_on_after_a_restart_days_later(database: Database, house: House) -> None:
    before = Stage(database, house, NOW)
    person = await in_survey(before)
    await person.presses("2 安全")
    after = Stage(database, house, NOW + timedelta(days=5))
    after._numbers = count(1000)
    after.heard.messages, after.heard.next_id = before.heard.messages, 5000
    same = after.person(101)
    await same.presses("4 不太安全")
    session = await session_of(database)
    assert session is not None
    assert [a.codes for a in session.trail] == [("n4",), ("n2",)]
    assert "3/7" in same.sees()


async def test_paused_typed_words_are_no_answer(database: Database, house: House) -> None:
    person = await in_survey(Stage(database, house, NOW))
    await person.presses("先停下")
    await person.says("3")
    session = await session_of(database)
    assert session is not None
    assert session.trail == ()


async def test_an_old_button_does_not_wake_a_paused_survey(
    database: Database, house: House
) -> None:
    """It was told that its question is over, and the next sentence became an answer."""
    person = await in_survey(Stage(database, house, NOW))
    old = list(person.messages().values())[-1]
    await person.says("1")
    await person.presses("先停下")
    await person.stage.feed(person.press_of(old, "survey:choose"))
    await person.says("记不清了")
    session = await session_of(database)
    assert session is not None
    assert len(session.trail) == 1


async def test_what_was_chosen_before_going_back_is_a_passing_word(
    database: Database, house: House
) -> None:
    """It stood in the question, which stays in the chat after all typed answers left it."""
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    await person.presses("1 很安全")
    await person.presses("上一题")
    assert "刚才选的" not in person.sees()
    assert any("您刚才选的是“很安全”" in said for said in toasts(stage))


async def test_the_menu_leaves_a_survey_and_it_can_be_resumed(
    database: Database, house: House
) -> None:
    person = await in_survey(Stage(database, house, NOW))
    await person.presses("1 很安全")
    await person.says("/menu")
    await person.presses("参加测评")
    await person.presses("接着答：安全感测评（2/7）")
    assert "2/7" in person.sees()


async def test_the_same_survey_is_asked_again_only_after_its_rest(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    begin = "survey:begin:safety"
    message = list(person.messages().values())[-1]
    await person.presses("1 很安全")
    await skip_rest(person)
    await person.says("/survey")
    assert "您近期已经做过了" in person.sees()
    assert SAFETY not in person.buttons()
    await stage.feed(person.press_of(message, begin))
    assert await session_of(database) is None
    async with database.reading() as db:
        until = (await db.scalars(select(SurveyRest.until))).one()
    assert date(2026, 4, 1) <= until < date(2026, 4, 8)
    stage.wait(days=37)
    await person.says("/survey")
    assert SAFETY in person.buttons()


async def test_a_new_version_keeps_the_answers_and_says_so(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    await person.presses("2 安全")
    await person.presses("3 基本安全")
    old = person.press("4 不太安全")
    safety = house.surveys["safety"]
    home = Question(
        "home", Kind.SCALE, Wording("在家里呢？", "At home?"), safety.questions[1].choices
    )
    questions = (safety.questions[0], home, *safety.questions[1:])
    newer = replace(safety, version=2, questions=questions)
    stage.house.surveys, kept = {**house.surveys, "safety": newer}, house.surveys
    try:
        await stage.feed(old)
        assert person.sees().startswith("这份测评更新过了")
        assert "在家里呢？" in person.sees()
        await person.presses("1 很安全")
        assert "4/8" in person.sees()
        assert "晚上呢" in person.sees()
        await person.presses("4 不太安全")
        await skip_rest(person)
    finally:
        stage.house.surveys = kept
    await day_over(stage)
    async with database.reading() as db:
        assert (await db.scalars(select(SurveyResponse.version))).one() == 2
        answers = (await db.scalars(select(SurveyAnswer))).all()
    assert {a.question: a.code for a in answers if a.code} == {
        "overall": "n4",
        "home": "n5",
        "day": "n3",
        "night": "n2",
    }


async def test_a_new_version_with_nothing_left_to_ask_hands_in(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    await person.presses("2 安全")
    old = person.press("3 基本安全")
    safety = house.surveys["safety"]
    shorter = replace(safety, version=2, questions=safety.questions[:1])
    stage.house.surveys, kept = {**house.surveys, "safety": shorter}, house.surveys
    try:
        await stage.feed(old)
    finally:
        stage.house.surveys = kept
    assert "谢谢您" in person.sees()
    assert await session_of(database) is None


async def test_a_survey_that_is_no_more_says_so(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    stage.house.surveys, kept = {}, house.surveys
    try:
        await person.says("3")
    finally:
        stage.house.surveys = kept
    assert "停用" in person.sees()
    assert await session_of(database) is None


async def test_an_untouched_survey_expires_and_its_buttons_say_so(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    await person.presses("1 很安全")
    stage.wait(days=6)
    await expire_surveys(database, house, stage.time)
    assert await session_of(database) is not None
    stage.wait(days=2)
    await expire_surveys(database, house, stage.time)
    assert await session_of(database) is None
    await person.presses("1 很安全")
    assert "过期" in toasts(stage)[-1]


async def test_after_the_expiry_typed_words_are_for_the_house_again(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    stage.wait(days=8)
    await expire_surveys(database, house, stage.time)
    await person.says("我们小区的路灯坏了半个月没人修，晚上不敢出门")
    assert "测评" not in person.sees()
