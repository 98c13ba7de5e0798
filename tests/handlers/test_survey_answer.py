"""What counts as an answer, and what never does: pressed twice, forwarded, stale, forged."""

import asyncio
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from sqlalchemy import select

from handlers.house import House
from storage.database import Database
from storage.schema.survey import (
    SurveyResponse,
)
from tests.conftest import NOW
from tests.survey import day_over, in_survey, key_of, session_of, toasts
from tests.talk.stage import Stage


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
    await day_over(stage)
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


async def test_an_old_button_still_answers_a_paused_survey(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    press = person.press("4 不太安全")
    await person.presses("先停下")
    await stage.feed(press)
    assert "2/7" in person.sees()


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


async def test_a_refusal_that_cannot_be_shown_in_passing_is_said(
    database: Database, house: House
) -> None:
    """Telegram shows no word at a press that waited too long: the house said nothing at all."""
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    press = person.press("3 基本安全")
    await stage.feed(press)
    shown = stage.heard.make_request

    async def refuse(bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        if isinstance(method, AnswerCallbackQuery):
            raise TelegramBadRequest(method, "query is too old and response timeout expired")
        return await shown(bot, method, timeout)

    stage.heard.make_request = refuse  # type: ignore[method-assign]
    again = person.press_of(
        list(person.messages().values())[-1],
        str(press.callback_query and press.callback_query.data),
    )
    await stage.feed(again)
    assert person.sees() == "这一题已经答过了，请看最新的一题。"
