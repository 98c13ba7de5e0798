"""What is left of a person when a survey is handed in: nothing that leads back."""

import asyncio
from datetime import date, timedelta

import pytest
from aiogram.methods import DeleteMessages
from sqlalchemy import select, text, update

from handlers.house import House
from scheduler import survey_jobs
from scheduler.survey_jobs import empty_survey_box
from storage import erasure, survey_box
from storage.database import Database, Table
from storage.schema.citizen import Chat, Citizen
from storage.schema.staff import Staff
from storage.schema.survey import (
    Opinion,
    SurveyAnswer,
    SurveyBox,
    SurveyResponse,
    SurveyRest,
    SurveySession,
)
from tests.conftest import NOW
from tests.survey import day_over, in_survey, session_of, skip_rest
from tests.talk.stage import Stage
from tests.traces import transactions_of

ANSWERS = ("survey_response", "survey_answer", "opinion")
OTHERS = sorted({*Table.metadata.tables} - {"survey_box", *ANSWERS})


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
    await person.presses("只当测评意见，不记名")
    await day_over(stage)
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
    for name in ("survey_box", *ANSWERS):
        columns = {c.name: str(c.type).upper() for c in Table.metadata.tables[name].columns}
        assert not {"citizen_id", "chat_id", "channel", "staff_id"} & set(columns)
        assert not any("TIME" in kind for kind in columns.values())
    assert "response_id" not in Table.metadata.tables["opinion"].columns


async def test_rows_of_answers_have_no_hidden_number_on_sqlite(sqlite: Database) -> None:
    async with sqlite.reading() as db:
        for table in ("survey_box", "survey_rest", *ANSWERS):
            made = await db.scalar(
                text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}
            )
            assert "WITHOUT ROWID" in str(made)


async def test_only_when_its_day_is_over_is_it_among_the_answers(
    database: Database, house: House
) -> None:
    person = await in_survey(Stage(database, house, NOW))
    await person.presses("1 很安全")
    await skip_rest(person)
    midnight = NOW + timedelta(hours=14)
    await empty_survey_box(database, house, midnight - timedelta(minutes=1))
    async with database.reading() as db:
        assert (await db.scalars(select(SurveyResponse))).all() == []
        (paper,) = (await db.scalars(select(SurveyBox))).all()
    await empty_survey_box(database, house, midnight)
    async with database.reading() as db:
        assert (await db.scalars(select(SurveyBox))).all() == []
        response = (await db.scalars(select(SurveyResponse))).one()
    assert response.day == date(2026, 3, 2)
    assert response.id != paper.id


async def test_no_transaction_wrote_both_an_answer_and_something_of_a_person(
    database: Database, house: House
) -> None:
    """PostgreSQL keeps by every row which transaction wrote it: the chat's had the answers'."""
    if database.is_sqlite:
        return
    stage = Stage(database, house, NOW)
    for chat_id in (101, 102):
        person = await in_survey(stage, chat_id)
        await person.presses("1 很安全")
        await skip_rest(person)
    async with database.reading() as db:
        assert await transactions_of(db, ["survey_box"]) & await transactions_of(db, OTHERS)
    await day_over(stage)
    async with database.reading() as db:
        assert len(await transactions_of(db, ANSWERS)) == 1
        assert not await transactions_of(db, ANSWERS) & await transactions_of(db, OTHERS)


async def test_the_order_in_which_rows_lie_is_not_that_of_handing_in(
    database: Database, house: House
) -> None:
    survey = house.surveys["safety"]
    for number in range(40):
        async with database.transaction() as db:
            answers = [("overall", f"n{number}")]
            await survey_box.put_answers(db, survey, None, answers, date(2026, 3, 1))
    await empty_survey_box(database, house, NOW)
    async with database.reading() as db:
        lie = [int(code[1:]) for code in await db.scalars(text("SELECT code FROM survey_answer"))]
    assert sorted(lie) == list(range(40))
    assert lie != sorted(lie)


async def test_the_box_is_emptied_in_portions_by_two_at_once_and_nothing_is_lost(
    database: Database, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey_jobs, "PAPERS", 3)
    async with database.transaction() as db:
        for _ in range(7):
            answers = [("overall", "n5"), ("more", "")]
            await survey_box.put_answers(db, house.surveys["safety"], None, answers, NOW.date())
    stage = Stage(database, house, NOW)
    await asyncio.gather(day_over(stage), day_over(stage))
    await day_over(stage)
    async with database.reading() as db:
        assert (await db.scalars(select(SurveyBox))).all() == []
        assert len((await db.scalars(select(SurveyResponse))).all()) == 7
        assert len((await db.scalars(select(SurveyAnswer))).all()) == 14


async def test_a_survey_skipped_throughout_leaves_nothing(database: Database, house: House) -> None:
    person = await in_survey(Stage(database, house, NOW))
    await skip_rest(person)
    assert "什么都没有记" in person.sees()
    await day_over(person.stage)
    async with database.reading() as db:
        for table in (SurveyBox, SurveyResponse, SurveySession, SurveyRest, Opinion):
            assert (await db.scalars(select(table))).all() == []


async def test_two_residents_on_one_day_are_two_responses(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    for chat_id in (101, 102):
        person = await in_survey(stage, chat_id)
        await person.presses("1 很安全")
        await skip_rest(person)
    await day_over(stage)
    async with database.reading() as db:
        responses = (await db.scalars(select(SurveyResponse))).all()
    assert len({response.id for response in responses}) == 2


async def test_a_survey_goes_with_the_citizen(database: Database, house: House) -> None:
    person = await in_survey(Stage(database, house, NOW))
    await person.presses("1 很安全")
    async with database.transaction() as db:
        citizen = (await db.scalars(select(Citizen.id))).one()
        await erasure.erase(db, citizen, NOW)
    assert await session_of(database) is None


def _removed(stage: Stage) -> list[list[int]]:
    return [m.message_ids for m in stage.heard.said if isinstance(m, DeleteMessages)]


async def test_typed_answers_leave_the_chat_together_when_it_is_handed_in(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    await person.says("大概吧")
    await person.says("不安全")
    await person.says("3")
    *_, unread, first, second = sorted(stage.heard.written)
    assert _removed(stage) == [[unread]]
    await skip_rest(person)
    assert _removed(stage) == [[unread], [first, second]]


async def test_typed_answers_leave_the_chat_when_it_is_paused(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    await person.says("3")
    (*_, answer) = sorted(stage.heard.written)
    await person.presses("先停下")
    await person.presses("接着答：安全感测评（2/7）")
    await skip_rest(person)
    assert _removed(stage) == [[answer]]


@pytest.mark.parametrize("how", ["expires", "is erased"])
async def test_typed_answers_leave_the_chat_of_a_survey_that(
    database: Database, house: House, how: str
) -> None:
    """The session was the only list of them: they stayed under their questions."""
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    await person.says("3")
    (*_, answer) = sorted(stage.heard.written)
    if how == "expires":
        stage.wait(days=60)
        await survey_jobs.expire_surveys(database, house, stage.time)
    else:
        async with database.transaction() as db:
            citizen = (await db.scalars(select(Citizen))).one()
            await erasure.erase(db, citizen.id, stage.time)
    await stage.deliver()
    assert [answer] in _removed(stage)


async def test_what_was_typed_in_another_chat_leaves_that_one(
    database: Database, house: House
) -> None:
    """Begun on one device and handed in on another: the first keeps none of the answers."""
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    await person.says("3")
    (*_, answer) = sorted(stage.heard.written)
    other = await stage.person(102).agrees()
    async with database.transaction() as db:
        chat = (await db.scalars(select(Chat).where(Chat.chat_id == 102))).one()
        chat.citizen_id = (
            (await db.scalars(select(Chat).where(Chat.chat_id == 101))).one().citizen_id
        )
    await other.says("/survey")
    await other.presses("接着答：安全感测评（2/7）")
    await skip_rest(other)
    assert _removed(stage) == []
    await stage.deliver()
    taken = [m for m in stage.heard.said if isinstance(m, DeleteMessages)]
    assert [(m.chat_id, m.message_ids) for m in taken] == [(101, [answer])]


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


async def test_neither_does_one_that_was_refused_or_not_read(
    database: Database, house: House
) -> None:
    """What was too long or unclear stayed beside its question for as long as the chat is kept."""
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    await person.says("大概吧")
    await person.presses("1 很安全")
    while "跳过" in person.buttons():
        await person.says("9" * 600)
        await person.presses("跳过")
    words = [n for n, m in stage.heard.written.items() if m.text not in ("/start", "/survey")]
    removed = [n for m in stage.heard.said if isinstance(m, DeleteMessages) for n in m.message_ids]
    assert removed == words
