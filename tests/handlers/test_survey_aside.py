"""An open survey never swallows a complaint: what may be one stays, and the citizen says."""

from aiogram.enums import MessageOriginType
from aiogram.methods import DeleteMessages
from aiogram.types import MessageOriginUser, User
from sqlalchemy import select

from handlers.house import House
from storage.database import Database
from storage.schema.draft import ComplaintDraft
from storage.schema.survey import Opinion
from tests.conftest import NOW
from tests.survey import SAFETY, day_over, in_survey, session_of
from tests.talk.stage import Person, Stage

STORY = (
    "上周三晚上我在城关派出所报案说电动车被偷了，值班民警态度很差，登记完就让我走，"
    "到现在一个星期没有任何消息，希望给个说法。"
)
AS_COMPLAINT, AS_OPINION = "写成诉求，请你们办", "只当测评意见，不记名"


async def at_own_words(stage: Stage) -> Person:
    person = await in_survey(stage)
    for _ in range(6):
        await person.presses("跳过")
    return person


async def parts_in(database: Database) -> list[str]:
    async with database.reading() as db:
        drafts = (await db.scalars(select(ComplaintDraft))).all()
    return [str(part.get("text")) for draft in drafts for part in draft.parts]


def deleted(stage: Stage) -> list[int]:
    said = stage.heard.said
    return [n for m in said if isinstance(m, DeleteMessages) for n in m.message_ids]


async def test_a_complaint_at_a_choice_question_stays_and_becomes_one_by_one_press(
    database: Database, house: House
) -> None:
    """It was deleted from the chat, and the citizen was told to write it again."""
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    await person.says(STORY)
    assert deleted(stage) == []
    assert "没有算作答" in person.sees()
    await person.presses(AS_COMPLAINT)
    assert await parts_in(database) == [STORY]
    await person.says("1")
    session = await session_of(database)
    assert session is not None
    assert session.trail == ()


async def test_days_later_a_typed_complaint_is_one_at_once(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    stage.wait(hours=4)
    await person.says(STORY)
    assert deleted(stage) == []
    assert await parts_in(database) == [STORY]
    await person.says("/survey")
    assert any(label.startswith(f"接着答：{SAFETY}") for label in person.buttons())


async def test_after_some_hours_the_buttons_still_answer(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    stage.wait(days=5)
    await person.says("1")
    await person.presses("3 基本安全")
    await person.says("2")
    session = await session_of(database)
    assert session is not None
    assert [a.codes for a in session.trail] == [("n3",), ("n4",)]


async def test_own_words_that_tell_of_a_matter_are_asked_about_and_not_handed_in(
    database: Database, house: House
) -> None:
    """It became an opinion that nobody can answer, and left the chat."""
    stage = Stage(database, house, NOW)
    person = await at_own_words(stage)
    before = deleted(stage)
    await person.says(STORY)
    assert deleted(stage) == before
    await person.presses(AS_COMPLAINT)
    assert await parts_in(database) == [STORY]
    assert await session_of(database) is not None
    await day_over(stage)
    async with database.reading() as db:
        assert (await db.scalars(select(Opinion))).all() == []


async def test_the_same_words_are_an_opinion_when_the_citizen_says_so(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await at_own_words(stage)
    await person.says(STORY)
    await person.presses(AS_OPINION)
    assert deleted(stage) == [max(stage.heard.written)]
    await day_over(stage)
    async with database.reading() as db:
        assert (await db.scalars(select(Opinion.text))).all() == [STORY]


async def test_a_suggestion_is_what_a_survey_asks_for(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    person = await at_own_words(stage)
    await person.says("建议晚上多巡逻")
    assert "记下了" in person.sees()


async def test_own_words_too_long_for_a_survey_stay_and_are_offered(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await at_own_words(stage)
    await person.says(STORY * 12)
    assert "最多500个字" in person.sees()
    assert deleted(stage) == []
    await person.presses(AS_COMPLAINT)
    assert await parts_in(database) == [STORY * 12]


async def test_a_forwarded_message_never_answers(database: Database, house: House) -> None:
    """The same "1", forwarded twice, answered two questions."""
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    origin = MessageOriginUser(
        date=NOW, sender_user=User(id=5, is_bot=False, first_name="x"), type=MessageOriginType.USER
    )
    for _ in range(2):
        await stage.feed(person.message(text="1", forward_origin=origin))
        assert "转发来的消息不算作答" in person.sees()
        assert "1/7" in person.sees()
    session = await session_of(database)
    assert session is not None
    assert session.trail == ()
    assert deleted(stage) == []
    await person.says("1")
    assert "2/7" in person.sees()


async def test_after_another_language_a_typed_number_answers_nothing_unseen(
    database: Database, house: House
) -> None:
    person = await in_survey(Stage(database, house, NOW))
    await person.says("/language en")
    await person.says("1")
    session = await session_of(database)
    assert session is not None
    assert session.trail == ()


async def test_a_second_press_notes_the_opinion_once(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    person = await at_own_words(stage)
    await person.says(STORY)
    note = person.press(AS_OPINION)
    await stage.feed(note)
    await stage.feed(note)
    assert await session_of(database) is None
    await day_over(stage)
    async with database.reading() as db:
        assert len((await db.scalars(select(Opinion))).all()) == 1
