"""While something is away nothing is lost, no try is counted, and a chat keeps its order."""

from collections.abc import Callable
from typing import Any

import asyncpg
import pytest
from aiogram.exceptions import TelegramNetworkError, TelegramServerError
from aiogram.methods import GetFile, TelegramMethod
from aiogram.types import PhotoSize
from aiohttp import ClientConnectionError
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from handlers.house import House
from storage import inbox, inbox_setbacks, turns
from storage.database import Database
from storage.schema.inbox import Inbox
from tests.conftest import NOW
from tests.talk.stage import Person, Stage

LOCKED = OperationalError("x", None, Exception("database is locked"))
AWAY: tuple[Callable[[], Exception], ...] = (
    lambda: LOCKED,
    lambda: TelegramNetworkError(GetFile(file_id="x"), "away"),
    lambda: TelegramServerError(GetFile(file_id="x"), "502"),
    lambda: ClientConnectionError("reset"),
    lambda: TimeoutError("slow"),
    lambda: asyncpg.exceptions.CannotConnectNowError("starting up"),
    lambda: asyncpg.exceptions.TooManyConnectionsError("too many"),
)


@pytest.fixture
def stage(database: Database, house: House, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr("bot.decisions.PAUSES", ())
    return Stage(database, house, NOW)


async def rows(stage: Stage) -> list[Inbox]:
    async with stage.database.reading() as db:
        return list(await db.scalars(select(Inbox).order_by(Inbox.id)))


async def replay(stage: Stage) -> None:
    await stage.intake.replay()
    await stage.intake.drain()


def break_down(patch: pytest.MonkeyPatch, stage: Stage, chat_id: int, error: Exception) -> None:
    """The routers raise this for one chat."""
    work = stage.intake.decisions.dispatcher.feed_update

    async def feed(bot: Any, update: Any, **more: Any) -> Any:
        if more["turn"].chat_id == chat_id:
            raise error
        return await work(bot, update, **more)

    patch.setattr(stage.intake.decisions.dispatcher, "feed_update", feed)


async def photo(person: Person) -> None:
    size = PhotoSize(file_id="f", file_unique_id="f", width=10, height=10)
    await person.sends(photo=[size])


@pytest.mark.parametrize("away", AWAY, ids=lambda away: type(away()).__name__)
async def test_after_hours_without_it_nothing_is_lost(
    stage: Stage, house: House, monkeypatch: pytest.MonkeyPatch, away: Callable[[], Exception]
) -> None:
    """Three tries within six minutes, and a message was given up: an outage lasts longer."""
    person = await stage.person(1).agrees()
    trouble = house.book["zh"]("house.trouble")
    with monkeypatch.context() as patch:
        break_down(patch, stage, 1, away())
        await person.says("/menu")
        for _ in range(40):
            stage.wait(minutes=5)
            await replay(stage)
        row = (await rows(stage))[-1]
        assert (row.state, row.attempts) == ("new", 0)
        assert row.delays > 20
        assert person.texts().count(trouble) == 1, "told once that it is kept"
        assert person.sees() == trouble
    stage.wait(minutes=5)
    await replay(stage)
    assert person.sees() == house.book["zh"]("house.menu")


async def test_what_is_put_off_is_asked_for_less_and_less_often(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await stage.person(1).agrees()
    pauses = []
    with monkeypatch.context() as patch:
        break_down(patch, stage, 1, LOCKED)
        await person.says("/menu")
        for _ in range(14):
            row = (await rows(stage))[-1]
            assert row.due_at is not None
            pauses.append((row.due_at - stage.time).total_seconds())
            stage.time = row.due_at
            await replay(stage)
    assert pauses[0] <= 2
    assert all(150 <= pause <= 300 for pause in pauses[-4:]), "never longer than five minutes"
    assert len({round(pause, 6) for pause in pauses[-4:]}) > 1, "not all at the same moment"


async def test_a_photo_that_cannot_be_fetched_holds_back_its_chat_and_no_other(
    stage: Stage, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written below a photo once came before it, or without it."""
    person, other = await stage.person(1).agrees(), await stage.person(2).agrees()
    work = stage.heard.make_request

    async def no_files(bot: Any, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        if isinstance(method, GetFile):
            raise TelegramNetworkError(method, "the files are away")
        return await work(bot, method, timeout)

    menu, trouble = house.book["zh"]("house.menu"), house.book["zh"]("house.trouble")
    stage.heard.files["f"] = b"no picture"
    with monkeypatch.context() as patch:
        patch.setattr(stage.heard, "make_request", no_files)
        await photo(person)
        await person.says("/menu")
        await person.says("/help")
        await other.says("/menu")
        assert person.sees() == trouble
        assert other.sees() == menu
        stage.wait(minutes=3)
        await replay(stage)
        assert person.sees() == trouble
    before = len(person.texts())
    for _ in range(3):
        stage.wait(minutes=5)
        await replay(stage)
    later = person.texts()[before:]
    assert later[-2:] == [menu, house.book["zh"]("house.help")]
    assert len(later) == 3, "the photo first"
    assert {row.state for row in await rows(stage)} == {"done"}


async def test_one_that_holds_back_its_chat_does_so_for_some_hours_at_most(
    stage: Stage, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await stage.person(1).agrees()
    with monkeypatch.context() as patch:
        break_down(patch, stage, 1, LOCKED)
        await person.says("/help")
        stage.time += turns.HOLDS_FOR
        await replay(stage)
    await person.says("/menu")
    assert person.sees() == house.book["zh"]("house.menu")


async def test_a_real_failure_is_counted_and_holds_nobody_back(
    stage: Stage, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await stage.person(1).agrees()
    with monkeypatch.context() as patch:
        break_down(patch, stage, 1, RuntimeError("broken"))
        await person.says("/help")
    await person.says("/menu")
    assert person.sees() == house.book["zh"]("house.menu")
    assert [row.attempts for row in await rows(stage) if row.state == "new"] == [1]


async def test_an_update_that_cannot_be_read_any_more_stops_no_other(
    stage: Stage, house: House
) -> None:
    person = await stage.person(1).agrees()
    async with stage.database.transaction() as db:
        await inbox.keep(
            db,
            [
                inbox.Arrival("stage", "old", 5, '{"update_id": "of another version"}'),
                inbox.Arrival("stage", "new", 1, person.message(text="/menu").model_dump_json()),
            ],
            stage.time,
        )
    for waited in (1, 1, 5):
        stage.wait(minutes=waited)
        await replay(stage)
    assert person.sees() == house.book["zh"]("house.menu")
    assert [row.key for row in await rows(stage) if row.state == "failed"] == ["old"]


async def test_a_reply_that_is_our_mistake_is_given_up_and_shown_to_staff(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was once said again every minute for ever."""
    person = await stage.person(1).agrees()

    async def broken(*_: Any) -> None:
        raise TypeError("no such button")

    monkeypatch.setattr("bot.replies.say_in_reply", broken)
    await person.says("/menu")
    for waited in (1, 5, 5):
        stage.wait(minutes=waited)
        await replay(stage)
    row = (await rows(stage))[-1]
    assert (row.state, row.attempts, row.error) == ("failed", 3, "TypeError")
    async with stage.database.transaction() as db:
        assert await inbox_setbacks.retry(db, [row.id], stage.time) == [row.id]
    row = (await rows(stage))[-1]
    assert row.state == "said", "what was decided is not decided again"
