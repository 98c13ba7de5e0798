"""Replies go out once each and in order, however often the channel stumbles in between."""

from datetime import timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage, TelegramMethod
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from domain.say import Say
from handlers.house import House
from storage import drafts
from storage.database import Database
from storage.schema.inbox import Inbox
from tests.conftest import NOW
from tests.talk.stage import Stage

MINUTE = timedelta(minutes=1)


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def states(stage: Stage) -> list[str]:
    async with stage.database.reading() as db:
        return list(await db.scalars(select(Inbox.state).order_by(Inbox.id)))


def decide(patch: pytest.MonkeyPatch, stage: Stage) -> None:
    """Have every message answered by its own words, a reply each."""

    async def feed(bot: Any, update: Any, **_: Any) -> list[Say]:
        return [Say(word) for word in update.message.text.split()]

    patch.setattr(stage.intake.decisions.dispatcher, "feed_update", feed)


def refuse(patch: pytest.MonkeyPatch, stage: Stage, word: str) -> None:
    """The channel asks to be left in peace for longer than a reply waits, at this word."""
    work = stage.heard.make_request

    async def busy(bot: Any, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        if isinstance(method, SendMessage) and method.text == word:
            raise TelegramRetryAfter(method, "too many", retry_after=60)
        return await work(bot, method, timeout)

    patch.setattr(stage.heard, "make_request", busy)


async def replay(stage: Stage) -> None:
    await stage.intake.replay()
    await stage.intake.drain()


async def test_a_reply_that_went_out_is_not_said_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A went out, B was refused for a minute: then A was said twice."""
    person = stage.person(1)
    decide(monkeypatch, stage)
    with monkeypatch.context() as patch:
        refuse(patch, stage, "B")
        await person.says("A B C")
        assert person.texts() == ["A"]
    stage.time += MINUTE
    await replay(stage)
    assert person.texts() == ["A", "B", "C"]
    assert await states(stage) == ["done"]


async def test_a_reply_that_breaks_us_does_not_repeat_those_before_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = stage.person(1)
    decide(monkeypatch, stage)
    work, broken = stage.heard.make_request, [True]

    async def break_once(bot: Any, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        if isinstance(method, SendMessage) and method.text == "B" and broken:
            raise RuntimeError(broken.pop())
        return await work(bot, method, timeout)

    monkeypatch.setattr(stage.heard, "make_request", break_once)
    await person.says("A B")
    stage.time += MINUTE
    await replay(stage)
    assert person.texts() == ["A", "B"]


async def test_later_messages_are_answered_after_a_reply_that_is_put_off(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = stage.person(1)
    decide(monkeypatch, stage)
    with monkeypatch.context() as patch:
        refuse(patch, stage, "A")
        await person.says("A")
        patch.setattr("bot.decisions.PAUSES", ())
        await person.says("B")
        assert person.texts() == []
        stage.time += MINUTE / 4
        await replay(stage)
        assert person.texts() == [], "its lease is not over, nor is the pause"
    stage.time += MINUTE
    await replay(stage)
    assert person.texts() == ["A", "B"]


async def test_a_reply_that_is_put_off_for_long_holds_nobody_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = stage.person(1)
    decide(monkeypatch, stage)
    with monkeypatch.context() as patch:
        refuse(patch, stage, "A")
        await person.says("A")
        stage.time += 11 * MINUTE
        await person.says("B")
    assert person.texts() == ["B"]


async def test_a_draft_whose_message_is_not_noted_is_shown_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message stood in the chat; the database stumbled after it, and it was sent four times."""
    person = await stage.person(1).agrees()
    before, tried = len(person.texts()), []

    async def away(*_: Any) -> None:
        tried.append(1)
        raise OperationalError("UPDATE", {}, Exception("disk full"))

    monkeypatch.setattr("bot.replies.backoff", lambda *_: timedelta(0))
    monkeypatch.setattr(drafts, "note_card", away)
    await person.says("城关派出所的窗口排队三个小时，没有人管（示例）")
    assert tried == [1]
    assert len(person.texts()) == before + 1
