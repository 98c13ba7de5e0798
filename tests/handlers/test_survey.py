"""Surveys in the chat: what counts as an answer, what never does, and what is left of a person."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from aiogram.methods import AnswerCallbackQuery, DeleteMessages
from sqlalchemy import select, text, update

from domain.survey import Kind, Question, Wording
from domain.survey_session import Session
from handlers.house import House
from scheduler.survey_jobs import expire_surveys
from storage import erasure
from storage.database import Database, Table
from storage.schema.citizen import Chat, Citizen
from storage.schema.staff import Staff
from storage.schema.survey import (
    Opinion,
    SurveyAnswer,
    SurveyResponse,
    SurveyRest,
    SurveySession,
)
from tests.conftest import NOW
from tests.talk.stage import Person, Stage

SAFETY = "安全感测评"


async def in_survey(stage: Stage, chat_id: int = 101) -> Person:
    person = await stage.person(chat_id).agrees()
    await person.says("/survey")
    await person.presses(SAFETY)
    return person


async def session_of(database: Database) -> Session | None:
    async with database.reading() as db:
        row = await db.scalar(select(SurveySession))
        return Session.from_json(row.session) if row else None


async def key_of(database: Database) -> str:
    async with database.reading() as db:
        return (await db.execute(select(SurveySession.key))).scalar_one()


def toasts(stage: Stage) -> list[str]:
    answers = [m for m in stage.heard.said if isinstance(m, AnswerCallbackQuery)]
    return [answer.text for answer in answers if answer.text]


async def skip_rest(person: Person) -> None:
    """Skip until the survey is handed in."""
    while "跳过" in person.buttons():
        await person.presses("跳过")


async def test_a_double_press_answers_once(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    press = person.press("3 基本安全")
    again = person.press("3 基本安全")
    await stage.feed(press)
    await stage.feed(again)
    await stage.feed(press)
    session = await session_of(database)
    assert session is not None
    assert [a.codes for a in session.trail] == [("n3",)]
    assert toasts(stage) == ["这一题已经答过了，请看最新的一题。"]


async def test_of_three_answers_at_once_one_counts(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    presses = [person.press(label) for label in ("1 很安全", "3 基本安全", "5 不安全")]
    await asyncio.gather(*(stage.feed(press) for press in presses))
    session = await session_of(database)
    assert session is not None
    assert len(session.trail) == 1
    assert len(toasts(stage)) == 2


async def test_a_double_press_of_the_last_answer_hands_in_once(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    await person.presses("1 很安全")
    for _ in range(5):
        await person.presses("跳过")
    last, again = person.press("跳过"), person.press("跳过")
    await stage.feed(last)
    thanks = person.sees()
    await stage.feed(again)
    assert person.sees() == thanks
    assert toasts(stage)[-1].startswith("这份测评已经交上来")
    async with database.reading() as db:
        assert len((await db.scalars(select(SurveyResponse))).all()) == 1


async def test_a_button_forwarded_to_somebody_else_does_nothing(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    other = await stage.person(202).agrees()
    message = list(person.messages().values())[-1].model_copy(update={"chat": other.chat})
    key = await key_of(database)
    await stage.feed(other.press_of(message, f"survey:choose:{key}:0:overall:n1"))
    session = await session_of(database)
    assert session is not None
    assert session.trail == ()
    assert toasts(stage)


FORGED = (
    "survey:choose:{key}:0:overall:n9",
    "survey:choose:{key}:0:nowhere:n3",
    "survey:choose:{key}:7:overall:n3",
    "survey:choose:{key}:99999999999:overall:n3",
    "survey:choose:{key}:-1:overall:n3",
    "survey:choose:{key}:0:overall",
    "survey:mark:{key}:0:overall:n3",
    "survey:confirm:{key}:0:overall",
    "survey:back:{key}:0:overall",
    "survey:win:{key}:0:overall",
    "survey:choose:AAAAAAAA:0:overall:n3",
    "survey:resume:AAAAAAAA",
    "survey:pause:AAAAAAAA:0:overall",
    "survey:begin:nothing",
    "survey:begin:satisfaction",
    "survey:accept:1",
    "survey:accept:999999999",
    "survey:accept:99999999999999999999",
    "survey:decline:1",
    "survey",
    "survey:",
    "survey:begin:' OR 1=1 --",
)


async def test_forged_data_changes_nothing_and_is_answered(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    message = list(person.messages().values())[-1]
    key = await key_of(database)
    for data in FORGED:
        before = len(stage.heard.said)
        await stage.feed(person.press_of(message, data.replace("{key}", key)))
        session = await session_of(database)
        assert session is not None, data
        assert (session.current, session.trail, session.marked) == ("overall", (), ()), data
        said = [getattr(method, "text", "") for method in stage.heard.said[before:]]
        assert any(said), data
        assert house.book["zh"]("house.trouble") not in said, data


async def test_it_goes_on_after_a_restart_days_later(database: Database, house: House) -> None:
    before = Stage(database, house, NOW)
    person = await in_survey(before)
    await person.presses("2 安全")
    after = Stage(database, house, NOW + timedelta(days=5))
    after._numbers = count(1000)
    after.heard.messages, after.heard.next_id = before.heard.messages, 5000
    same = after.person(101)
    await same.says("４")
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


async def test_the_menu_leaves_a_survey_and_it_can_be_resumed(
    database: Database, house: House
) -> None:
    person = await in_survey(Stage(database, house, NOW))
    await person.presses("1 很安全")
    await person.says("/menu")
    await person.presses("参加测评")
    await person.presses("接着答：安全感测评（2/7）")
    assert "2/7" in person.sees()


async def test_an_old_button_still_answers_a_paused_survey(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    press = person.press("4 不太安全")
    await person.presses("先停下")
    await stage.feed(press)
    assert "2/7" in person.sees()


async def test_what_is_handed_in_leads_back_to_nobody(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    await person.presses("3 基本安全")
    for _ in range(2):
        await person.presses("跳过")
    await person.presses("☐ 1 偷东西")
    await person.presses("☐ 6 交通危险")
    await person.presses("选好了")
    for _ in range(2):
        await person.presses("跳过")
    await person.says("小区门口电动车总被偷，找我打 138 0013 8000")
    async with database.reading() as db:
        assert (await db.scalars(select(SurveySession))).all() == []
        response = (await db.scalars(select(SurveyResponse))).one()
        assert (response.survey, response.version, response.occasion, response.index) == (
            "safety",
            1,
            "perception",
            "safety",
        )
        assert response.day == date(2026, 3, 2)
        answers = (await db.scalars(select(SurveyAnswer))).all()
        assert {(a.question, a.code) for a in answers} == {
            ("overall", "n3"),
            ("day", ""),
            ("night", ""),
            ("worries", "theft"),
            ("worries", "traffic"),
            ("where", ""),
            ("more", ""),
        }
        opinion = (await db.scalars(select(Opinion))).one()
        assert opinion.text == "小区门口电动车总被偷，找我打 ***"
        assert opinion.area
        assert opinion.day == date(2026, 3, 2)
    kept = [m.text for m in stage.heard.messages[101].values()]
    assert not any("电动车" in (words or "") for words in kept)


def test_no_column_of_an_answer_could_hold_a_person_or_an_hour() -> None:
    for name in ("survey_response", "survey_answer", "opinion"):
        columns = {c.name: str(c.type).upper() for c in Table.metadata.tables[name].columns}
        assert not {"citizen_id", "chat_id", "channel", "staff_id"} & set(columns)
        assert not any("TIME" in kind for kind in columns.values())
    assert "response_id" not in Table.metadata.tables["opinion"].columns


async def test_rows_of_answers_have_no_hidden_number_on_sqlite(sqlite: Database) -> None:
    async with sqlite.reading() as db:
        for table in ("survey_response", "survey_answer", "opinion", "survey_rest"):
            made = await db.scalar(
                text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}
            )
            assert "WITHOUT ROWID" in str(made)


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


async def test_a_survey_skipped_throughout_leaves_nothing(database: Database, house: House) -> None:
    person = await in_survey(Stage(database, house, NOW))
    await skip_rest(person)
    assert "什么都没有记" in person.sees()
    async with database.reading() as db:
        for table in (SurveyResponse, SurveySession, SurveyRest, Opinion):
            assert (await db.scalars(select(table))).all() == []


async def test_two_residents_on_one_day_are_two_responses(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    for chat_id in (101, 102):
        person = await in_survey(stage, chat_id)
        await person.presses("1 很安全")
        await skip_rest(person)
    async with database.reading() as db:
        responses = (await db.scalars(select(SurveyResponse))).all()
    assert len({response.id for response in responses}) == 2


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


async def test_a_text_that_is_too_long_is_not_cut(database: Database, house: House) -> None:
    person = await in_survey(Stage(database, house, NOW))
    await person.presses("1 很安全")
    for _ in range(5):
        await person.presses("跳过")
    await person.says("很" * 501)
    assert "最多500个字" in person.sees()
    await person.says("\u200b \u202e")
    session = await session_of(database)
    assert session is not None
    assert session.current == "words"


async def test_a_danger_in_own_words_gets_110_first(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    await person.presses("1 很安全")
    for _ in range(5):
        await person.presses("跳过")
    before = len(person.texts())
    await person.says("救命！有人持刀砍人")
    assert "110" in person.texts()[before]


async def test_a_survey_goes_with_the_citizen(database: Database, house: House) -> None:
    person = await in_survey(Stage(database, house, NOW))
    await person.presses("1 很安全")
    async with database.transaction() as db:
        citizen = (await db.scalars(select(Citizen.id))).one()
        await erasure.erase(db, citizen, NOW)
    assert await session_of(database) is None


async def test_a_typed_answer_does_not_stay_in_the_chat(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    await person.says("大概吧")
    await person.says("不安全")
    answer = max(stage.heard.written)
    removed = [m.message_ids for m in stage.heard.said if isinstance(m, DeleteMessages)]
    assert removed == [[answer]]


async def test_staff_do_not_take_part(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    async with database.transaction() as db:
        staff = Staff(name="演示", role="triage", active=True, created_at=NOW)
        db.add(staff)
        await db.flush()
        await db.execute(update(Chat).values(staff_id=staff.id))
    await person.presses("1 很安全")
    session = await session_of(database)
    assert session is not None
    assert session.trail == ()
    message = list(person.messages().values())[-1]
    await stage.feed(person.press_of(message, "survey:begin:everyday"))
    assert await session_of(database) == session
