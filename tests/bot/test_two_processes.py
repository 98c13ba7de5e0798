"""Two processes on one inbox: each update is done by one of them, in its order."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot.intake import Intake
from handlers.house import House
from storage.database import Database
from storage.schema.inbox import Inbox
from tests.conftest import NOW
from tests.talk.stage import Stage


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


async def test_what_two_processes_find_left_behind_is_taken_up_by_one(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both once said the replies that a third had left unsaid."""
    person = await stage.person(1).agrees()
    with monkeypatch.context() as patch:
        patch.setattr(Intake, "_reply", _silent)
        await person.says("/menu")
    before = len(person.texts())
    other = Intake(
        stage.intake.decisions.dispatcher, stage.bots, stage.database, stage.house, stage.intake.now
    )
    await asyncio.gather(stage.intake.replay(), other.replay())
    assert len(person.texts()) == before, "it may be in hand still"
    stage.wait(minutes=1)
    await asyncio.gather(stage.intake.replay(), other.replay())
    await asyncio.gather(stage.intake.drain(), other.drain())
    assert len(person.texts()) == before + 1


async def test_another_process_waits_for_what_came_before(
    stage: Stage, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await stage.person(1).agrees()
    other = Intake(
        stage.intake.decisions.dispatcher, stage.bots, stage.database, house, stage.intake.now
    )
    with monkeypatch.context() as patch:
        patch.setattr(Intake, "_start", lambda *_: None)
        await stage.intake.keep("stage", [("first", person.message(text="/help"))])
    before = len(person.texts())
    await other.keep("stage", [("second", person.message(text="/menu"))])
    await other.drain()
    assert len(person.texts()) == before
    stage.wait(minutes=1)
    await other.replay()
    await other.drain()
    assert person.texts()[before:] == [
        house.book["zh"]("house.help"),
        house.book["zh"]("house.menu"),
    ]


async def _silent(*_: Any) -> None:
    """As a process that is killed before it says anything."""
