"""A danger going on now is answered at once, once, and whatever else is away."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetFile, SendMessage, TelegramMethod
from aiogram.types import PhotoSize, Update
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.app import App
from bot.envelope import open_envelope
from bot.intake import Intake
from bot.settings import Settings
from handlers.house import House
from storage.database import Database
from storage.history import CHANNEL
from storage.schema.citizen import Chat
from storage.schema.inbox import Inbox
from storage.schema.staff import Staff
from tests.conftest import NOW
from tests.talk.stage import Person, Stage

CRY = "救命!有人正在砍我家的门"


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


@pytest.fixture
def answer(house: House) -> str:
    return house.book["zh"]("house.emergency")


def times(person: Person, answer: str) -> int:
    return person.texts().count(answer)


async def until(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(8):
        while not is_so():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def in_photo(person: Person, caption: str) -> Update:
    size = PhotoSize(file_id="lost", file_unique_id="lost", width=10, height=10)
    return person.message(photo=[size], caption=caption)


def edited(person: Person, text: str) -> Update:
    update = person.message(text=text)
    return Update(update_id=update.update_id, edited_message=update.message)


def written(person: Person, text: str) -> Update:
    return person.message(text=text)


async def test_the_answer_leaves_before_anything_is_written(
    stage: Stage, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It once went with the handler's reply, after the picture, the tagger and the commit."""
    person = await stage.person(1).agrees()
    work, at_begin = stage.database.transaction, []

    def watched(**given: Any) -> Any:
        at_begin.append(times(person, answer))
        return work(**given)

    async def slow(*_: Any) -> None:
        await asyncio.sleep(0.2)

    monkeypatch.setattr(stage.database, "transaction", watched)
    monkeypatch.setattr("bot.decisions.picture_of", slow)
    began = time.monotonic()
    feeding = asyncio.create_task(stage.feed(in_photo(person, CRY)))
    await until(lambda: times(person, answer))
    took = time.monotonic() - began
    assert took < 0.15, "it does not wait for the picture"
    assert len(at_begin) <= 1, "nothing but the keeping may have begun"
    await feeding
    assert len(at_begin) >= 2
    assert at_begin[1] == 1, "it was out before the handling's transaction"


@pytest.mark.parametrize("form", [written, edited, in_photo])
@pytest.mark.parametrize("agreed", [True, False])
async def test_it_is_answered_once_before_all_else(
    stage: Stage, answer: str, agreed: bool, form: Callable[[Person, str], Update]
) -> None:
    stage.heard.files["lost"] = b"no picture"
    person = stage.person(1)
    if agreed:
        await person.agrees()
    before = len(person.texts())
    await stage.feed(form(person, CRY))
    said = person.texts()[before:]
    assert said[0] == answer
    assert said.count(answer) == 1
    assert len(said) > 1, "it is handled all the same"


async def test_the_same_update_again_is_not_answered_again(stage: Stage, answer: str) -> None:
    person = await stage.person(1).agrees()
    update = written(person, CRY)
    for _ in range(3):
        await stage.feed(update, "same")
    assert times(person, answer) == 1
    restarted = Intake(
        stage.intake.decisions.dispatcher, stage.bots, stage.database, stage.house, stage.intake.now
    )
    await restarted.keep("stage", [("same", update)])
    await restarted.drain()
    assert times(person, answer) == 1, "another process, or the next one, knows it from the inbox"


async def test_a_full_disk_keeps_no_answer_back_and_repeats_none(
    stage: Stage, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_room(*_: Any) -> list[int | None]:
        raise OperationalError("x", None, Exception("database or disk is full"))

    person = await stage.person(1).agrees()
    update = written(person, CRY)
    monkeypatch.setattr("bot.arrivals.PAUSES", ())
    with monkeypatch.context() as patch:
        patch.setattr("storage.inbox.keep", no_room)
        for _ in range(3):  # as Telegram does
            with pytest.raises(OperationalError):
                await stage.feed(update, "full")
        assert times(person, answer) == 1
    await stage.feed(update, "full")
    assert times(person, answer) == 1
    assert person.sees() != answer, "it was handled at last"


async def test_a_locked_database_keeps_no_answer_back(
    sqlite: Database, house: House, answer: str
) -> None:
    stage = Stage(sqlite, house, NOW)
    person = await stage.person(1).agrees()
    other = connect(sqlite.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    feeding = asyncio.create_task(stage.feed(written(person, CRY)))
    await until(lambda: times(person, answer))
    assert not feeding.done()
    other.rollback()
    other.close()
    await feeding
    assert times(person, answer) == 1


async def test_a_database_that_does_not_answer_is_waited_for_a_moment_only(
    stage: Stage, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await stage.person(1).agrees()
    back = asyncio.Event()
    work = stage.database.reading

    def hanging(**given: Any) -> Any:
        return _Slow(work(**given), back)

    monkeypatch.setattr(stage.database, "reading", hanging)
    began = time.monotonic()
    feeding = asyncio.create_task(stage.feed(written(person, CRY)))
    await until(lambda: times(person, answer))
    assert time.monotonic() - began < 2
    back.set()
    await feeding
    assert times(person, answer) == 1


class _Slow:
    """A reading that begins when the database is back."""

    def __init__(self, reading: Any, back: asyncio.Event) -> None:
        self.reading, self.back = reading, back

    async def __aenter__(self) -> Any:
        await self.back.wait()
        return await self.reading.__aenter__()

    async def __aexit__(self, *given: object) -> None:
        await self.reading.__aexit__(*given)


async def test_a_failing_handler_is_tried_again_without_answering_again(
    stage: Stage, house: House, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await stage.person(1).agrees()

    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(stage.intake.decisions.dispatcher, "feed_update", broken)
        await stage.feed(written(person, CRY))
        assert person.texts()[-2:] == [answer, house.book["zh"]("house.trouble")]
        stage.wait(minutes=1)
        await stage.intake.replay()
        await stage.intake.drain()
    stage.wait(minutes=5)
    restarted = Intake(
        stage.intake.decisions.dispatcher, stage.bots, stage.database, house, stage.intake.now
    )
    await restarted.replay(alone=True)
    await restarted.drain()
    assert times(person, answer) == 1
    assert person.sees() != house.book["zh"]("house.trouble"), "it was handled at last"


async def test_an_answer_that_cannot_go_out_goes_with_the_reply(
    stage: Stage, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await stage.person(1).agrees()
    work, away = stage.heard.make_request, [True] * 4

    async def stumbling(bot: Any, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        if isinstance(method, SendMessage) and away:
            away.pop()
            raise TelegramNetworkError(method, "away for a moment")
        return await work(bot, method, timeout)

    monkeypatch.setattr(stage.heard, "make_request", stumbling)
    monkeypatch.setattr("bot.alarms.backoff", lambda *_: timedelta(0))
    before = len(person.texts())
    await stage.feed(written(person, CRY))
    assert person.texts()[before] == answer
    assert times(person, answer) == 1


async def test_a_danger_in_what_was_left_behind_is_answered_by_the_replay(
    stage: Stage, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between keeping and answering: then rather twice than never."""
    person = await stage.person(1).agrees()
    restarted = Intake(
        stage.intake.decisions.dispatcher, stage.bots, stage.database, stage.house, stage.intake.now
    )
    with monkeypatch.context() as patch:
        patch.setattr(Intake, "_start", lambda *_: None)
        patch.setattr(stage.intake.alarms, "hear", _deaf)
        await stage.feed(written(person, CRY))
    assert times(person, answer) == 0
    await restarted.replay(alone=True)
    await restarted.drain()
    assert times(person, answer) == 1


async def test_staff_who_write_about_dangers_are_not_sent_to_110(stage: Stage, answer: str) -> None:
    async with stage.database.transaction() as db:
        member = Staff(name="（演示）管理员", role="administrator", active=True, created_at=NOW)
        db.add(member)
        await db.flush()
        db.add(Chat(channel="stage", chat_id=900, staff_id=member.id, language="zh"))
    person = stage.person(900)
    await person.says(CRY)
    assert times(person, answer) == 0


async def test_an_answer_does_not_need_the_photo(
    stage: Stage, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await stage.person(1).agrees()
    work = stage.heard.make_request

    async def no_files(bot: Any, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        if isinstance(method, GetFile):
            raise TelegramNetworkError(method, "the files are away")
        return await work(bot, method, timeout)

    monkeypatch.setattr("bot.decisions.PAUSES", ())
    with monkeypatch.context() as patch:
        patch.setattr(stage.heard, "make_request", no_files)
        await stage.feed(in_photo(person, CRY))
        assert times(person, answer) == 1
        for _ in range(3):
            stage.wait(hours=1)
            await stage.intake.replay()
            await stage.intake.drain()
        assert times(person, answer) == 1
    async with stage.database.reading() as db:
        row = (await db.scalars(select(Inbox).order_by(Inbox.id.desc()))).first()
    assert row is not None
    assert (row.state, row.attempts, row.delays, row.warned) == ("new", 0, 4, True)


async def test_a_page_is_told_while_its_database_is_locked(home: Path) -> None:
    """The web chat's own words stand in the database: the open page is told without it."""
    app = App(Settings(home=home, http_port=0, secret=SecretStr("x" * 32)))
    await app.start()
    rung: list[tuple[int, str]] = []
    app.intake.alarms.bells[CHANNEL] = lambda chat_id, text: rung.append((chat_id, text))
    other = connect(app.database.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        app.web._expect(7, "7:k", "zh", CRY)
        app.web._expect(7, "7:k", "zh", CRY)
        app.web._expect(8, "8:k", "zh", "路灯坏了")
        await until(lambda: rung)
        assert rung == [(7, app.house.book["zh"]("house.emergency"))]
    finally:
        other.rollback()
        other.close()
        await app.stop()


async def _deaf(*_: Any, **__: Any) -> None:
    """Nothing is heard."""


async def test_an_answer_on_its_way_is_not_forgotten(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest was forgotten, finished or not: a running one could be lost with its task."""
    monkeypatch.setattr("bot.alarms.REMEMBERED", 2)
    alarms, gate = stage.intake.alarms, asyncio.Event()
    work = stage.heard.make_request

    async def slow(bot: Any, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        if int(getattr(method, "chat_id", 0)) == 1:
            await gate.wait()
        return await work(bot, method, timeout)

    monkeypatch.setattr(stage.heard, "make_request", slow)
    for number in range(1, 6):
        person = stage.person(number)
        await alarms.hear("stage", str(number), open_envelope(person.message(text=CRY)))
        await asyncio.sleep(0.05)
    assert set(alarms._answers) == {"1", "5"}
    gate.set()
    await alarms.drain()
    assert stage.person(1).texts()
