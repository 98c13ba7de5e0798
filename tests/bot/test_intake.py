"""What comes in is kept first, done once, in its chat's order, and nothing of it is lost."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import Update
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.intake import Intake
from handlers.house import House
from storage.database import Database
from storage.schema.citizen import Chat
from storage.schema.inbox import Inbox
from storage.schema.outbox import Outbox
from storage.schema.staff import Staff
from tests.conftest import NOW
from tests.talk.stage import Person, Stage

MINUTE = timedelta(minutes=1)


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def rows(stage: Stage) -> list[Inbox]:
    async with stage.database.reading() as db:
        return list(await db.scalars(select(Inbox).order_by(Inbox.id)))


async def keep_only(stage: Stage, monkeypatch: pytest.MonkeyPatch, update: Update) -> None:
    """As a process that is killed between the two commits."""
    with monkeypatch.context() as patch:
        patch.setattr(Intake, "_start", lambda *_: None)
        await stage.feed(update, "killed")


def fail(patch: pytest.MonkeyPatch, stage: Stage, errors: list[Exception]) -> None:
    """Let the routers raise these one after the other, and then work again."""
    work = stage.intake.decisions.dispatcher.feed_update

    async def feed(*given: Any, **more: Any) -> Any:
        if errors:
            raise errors.pop(0)
        return await work(*given, **more)

    patch.setattr(stage.intake.decisions.dispatcher, "feed_update", feed)


async def test_the_same_update_twice_is_done_once(stage: Stage) -> None:
    person = await stage.person(1).agrees()
    update = person.message(text="/menu")
    await stage.feed(update, "same")
    before = len(person.texts())
    await stage.feed(update, "same")
    assert len(person.texts()) == before


async def test_the_same_update_in_one_batch_is_done_once(stage: Stage) -> None:
    person = await stage.person(1).agrees()
    before = len(person.texts())
    update = person.message(text="/menu")
    await stage.intake.keep("stage", [("same", update), ("same", update)])
    await stage.intake.drain()
    assert len(person.texts()) == before + 1


async def test_three_at_once_are_answered_in_order(stage: Stage) -> None:
    people = [await stage.person(number).agrees() for number in (1, 2, 3)]
    batch = [
        person.message(text=text) for text in ("/help", "/language", "/menu") for person in people
    ]
    await stage.intake.keep("stage", [(str(one.update_id), one) for one in batch])
    await stage.intake.drain()
    english = stage.house.book["en"]
    for person in people:
        explained, changed, opened = person.texts()[-3:]
        assert explained == stage.house.book["zh"]("house.help")
        assert changed == english("house.language_changed")
        assert opened == english("house.menu")


async def test_what_is_done_leaves_only_its_key(stage: Stage) -> None:
    await stage.person(1).says("hello")
    [row] = await rows(stage)
    assert (row.state, row.payload, row.replies) == ("done", None, None)


async def test_what_was_kept_but_not_handled_is_taken_up(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = stage.person(1)
    await keep_only(stage, monkeypatch, person.message(text="hello"))
    assert person.texts() == []
    await stage.intake.replay(alone=True)
    await stage.intake.drain()
    assert len(person.texts()) == 2
    assert [row.state for row in await rows(stage)] == ["done"]


async def test_a_reply_that_did_not_go_out_is_said_without_deciding_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = stage.person(1)
    work = stage.heard.make_request

    async def away(bot: Any, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        raise TelegramNetworkError(method, "away")

    with monkeypatch.context() as patch:
        patch.setattr(stage.heard, "make_request", away)
        patch.setattr("bot.replies.backoff", lambda *_: timedelta(0))
        await person.says("/start")
    assert [row.state for row in await rows(stage)] == ["said"]
    assert stage.heard.make_request == work
    fail(monkeypatch, stage, [RuntimeError("decided again")])
    stage.time += MINUTE
    await stage.intake.replay()
    await stage.intake.drain()
    assert len(person.texts()) == 2


async def test_a_channel_that_stumbles_is_asked_again_at_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, stumbles = stage.heard.make_request, [True, True]

    async def stumbling(bot: Any, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        if isinstance(method, SendMessage) and stumbles:
            stumbles.pop()
            raise TelegramNetworkError(method, "away for a moment")
        return await work(bot, method, timeout)

    monkeypatch.setattr(stage.heard, "make_request", stumbling)
    monkeypatch.setattr("bot.replies.backoff", lambda *_: timedelta(0))
    person = stage.person(1)
    await person.says("/start")
    assert len(person.texts()) == 2


@pytest.mark.parametrize(
    "said",
    [
        "482913",
        "A330000202600001 482913",
        "/case A330000202600001 482913",
        "查询码是482913，查不到",
    ],
)
async def test_a_code_does_not_lie_in_what_failed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    person = await stage.person(1).agrees()
    fail(monkeypatch, stage, [RuntimeError("broken")] * 9)
    await person.says(said)
    for waited in (MINUTE, 5 * MINUTE):
        stage.time += waited
        await stage.intake.replay()
        await stage.intake.drain()
    row = (await rows(stage))[-1]
    assert row.state == "failed"
    assert "482913" not in (row.payload or "")


async def test_a_failing_handler_is_tried_three_times_and_told_about_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator = await staff_member(stage, 900)
    person = await stage.person(1).agrees()
    fail(monkeypatch, stage, [RuntimeError("broken")] * 9)
    await person.says("/menu")
    trouble = stage.house.book["zh"]("house.trouble")
    assert person.sees() == trouble
    before = len(person.texts())
    for waited in (MINUTE, 5 * MINUTE, timedelta(hours=1)):
        stage.time += waited
        await stage.intake.replay()
        await stage.intake.drain()
    assert len(person.texts()) == before
    row = (await rows(stage))[-1]
    assert (row.state, row.attempts, row.error) == ("failed", 3, "RuntimeError")
    assert row.payload is not None, "what failed is kept"
    assert "/menu" in row.payload
    async with stage.database.reading() as db:
        [card] = await db.scalars(select(Outbox))
    assert (card.kind, card.chat_id) == ("card", administrator.chat_id)
    assert "RuntimeError" in card.say["text"]


async def test_a_danger_is_answered_even_when_the_handling_fails(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the 110 answer was added to what the handler returned, so a failing one kept it back."""
    person = await stage.person(1).agrees()
    fail(monkeypatch, stage, [RuntimeError("broken")])
    await person.says("救命!有人正在砍我家的门")
    assert person.texts()[-2:] == [
        stage.house.book["zh"]("house.emergency"),
        stage.house.book["zh"]("house.trouble"),
    ]


async def test_a_refused_message_does_not_keep_back_those_after_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await stage.person(1).agrees()
    work = stage.heard.make_request

    async def refuse_help(bot: Any, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        if isinstance(method, SendMessage) and "12110" in method.text:
            raise TelegramBadRequest(method, "message is not liked")
        return await work(bot, method, timeout)

    monkeypatch.setattr(stage.heard, "make_request", refuse_help)
    before = len(person.texts())
    await person.says("救命!有人正在砍我家的门")
    assert len(person.texts()) > before


async def test_a_handler_that_recovers_is_answered_by_the_replay(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await stage.person(1).agrees()
    fail(monkeypatch, stage, [RuntimeError("for a moment")])
    await person.says("/menu")
    await stage.intake.replay()
    await stage.intake.drain()
    assert person.sees() == stage.house.book["zh"]("house.trouble"), "not before a minute"
    stage.time += MINUTE
    await stage.intake.replay()
    await stage.intake.drain()
    assert person.sees() == stage.house.book["zh"]("house.menu")


async def test_a_locked_database_is_waited_for(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = OperationalError("x", None, Exception("database is locked"))
    monkeypatch.setattr("bot.decisions.PAUSES", (0.0, 0.0, 0.0))
    fail(monkeypatch, stage, [locked, locked])
    person = stage.person(1)
    await person.says("/start")
    assert len(person.texts()) == 2
    assert [row.attempts for row in await rows(stage)] == [0]


async def test_a_full_disk_is_said_to_the_channel_and_nothing_is_half_kept(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = OperationalError("x", None, Exception("database or disk is full"))

    async def no_room(*_: Any) -> list[int | None]:
        raise full

    person = stage.person(1)
    update = person.message(text="hello")
    monkeypatch.setattr("bot.arrivals.PAUSES", (0.0, 0.0))
    with monkeypatch.context() as patch:
        patch.setattr("storage.inbox.keep", no_room)
        with pytest.raises(OperationalError):
            await stage.feed(update, "full")
    assert await rows(stage) == []
    await stage.feed(update, "full")
    assert len(person.texts()) == 2


async def test_arrivals_that_come_together_are_all_kept(stage: Stage) -> None:
    updates = [stage.person(number).message(text="x") for number in range(40)]
    await asyncio.gather(
        *(stage.intake.keep("stage", [(str(one.update_id), one)]) for one in updates)
    )
    await stage.intake.drain()
    assert [row.state for row in await rows(stage)] == ["done"] * 40
    assert len(stage.heard.messages) == 40


async def test_nothing_is_held_for_chats_that_are_quiet(stage: Stage) -> None:
    for number in range(20):
        await stage.person(number).says("x")
    assert len(stage.intake._turns) == 0
    assert not stage.intake._in_hand


async def staff_member(stage: Stage, chat_id: int) -> Person:
    async with stage.database.transaction() as db:
        member = Staff(name="（演示）管理员", role="administrator", active=True, created_at=NOW)
        db.add(member)
        await db.flush()
        db.add(Chat(channel="stage", chat_id=chat_id, staff_id=member.id, language="zh"))
    return stage.person(chat_id)
