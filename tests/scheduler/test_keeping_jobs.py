"""What is kept long enough goes, with everything that showed it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from domain.area import Area
from domain.role import Role
from handlers.house import House
from scheduler.keeping_jobs import forget_citizens, forget_complaints, forget_traffic
from storage import citizens, complaints
from storage.database import Database
from storage.schema.citizen import Citizen
from storage.schema.complaint import Complaint
from storage.schema.inbox import Inbox
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.desks import complain, sign_in
from tests.talk.stage import Person, Stage


async def _closed(stage: Stage, citizen_id: int | None = None) -> tuple[Person, int]:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage, "删掉我(示例)", citizen_id=citizen_id)
    await desk.presses("办结")
    await desk.presses("办好了，办结")
    await desk.presses("📨 发给群众")
    await stage.deliver()
    return desk, complaint.id


async def _is_nowhere(stage: Stage, desk: Person, complaint_id: int) -> None:
    await stage.deliver()
    async with stage.database.reading() as db:
        assert await complaints.find(db, complaint_id) is None
        assert "删掉我" not in str((await db.scalars(select(Outbox.say))).all())
    assert "这件诉求已经删除。" in desk.texts()
    assert not [text for text in desk.texts() if "删掉我" in text]


async def test_a_complaint_at_the_end_of_its_time_leaves_the_cards_too(
    database: Database, house: House
) -> None:
    """The cards' rows went after ninety days, their words stayed in the chats of staff for ever."""
    stage = Stage(database, house, NOW)
    desk, number = await _closed(stage)
    stage.wait(days=100)
    await forget_traffic(database, house, stage.time)
    stage.time += house.policy.complaint_retention
    await forget_complaints(database, house, stage.time)
    await _is_nowhere(stage, desk, number)


async def test_a_citizen_at_the_end_of_their_time_leaves_the_cards_too(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    await stage.person(55).agrees()
    desk, number = await _closed(stage, citizen_id=1)
    stage.time += house.policy.citizen_retention + timedelta(days=1)
    await forget_citizens(database, house, stage.time)
    await _is_nowhere(stage, desk, number)


COMMIT = 400
"""Statements that one commit may take: some hundredths of a second in which nobody else writes."""


def _commits(database: Database) -> list[int]:
    """How many statements each commit takes from now on."""
    counted = [0]
    engine = database.engine.sync_engine

    def count(*_: Any) -> None:
        counted[-1] += 1

    event.listen(engine, "before_cursor_execute", count)
    event.listen(engine, "commit", lambda _: counted.append(0))
    return counted


async def _left(database: Database, table: Any) -> int:
    async with database.reading() as db:
        return await db.scalar(select(func.count()).select_from(table)) or 0


async def test_citizens_are_erased_few_at_a_time(database: Database, house: House) -> None:
    """Two hundred in one commit held up everybody who wrote for two and a half seconds."""
    async with database.transaction() as db:
        for number in range(45):
            await citizens.welcome(db, "stage", 100 + number, "zh", 1, NOW)
    commits = _commits(database)
    after = NOW + house.policy.citizen_retention + timedelta(days=1)
    await forget_citizens(database, house, after)
    assert await _left(database, Citizen) == 0
    assert 45 < max(commits) < COMMIT


async def test_complaints_are_erased_few_at_a_time(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    for number in range(25):
        complaint = await complain(stage, f"第{number}件（示例）")
        async with database.transaction() as db:
            (await db.get_one(Complaint, complaint.id)).closed_at = NOW
    commits = _commits(database)
    after = NOW + house.policy.complaint_retention + timedelta(days=1)
    await forget_complaints(database, house, after)
    assert await _left(database, Complaint) == 0
    assert 10 < max(commits) < COMMIT


async def test_keys_are_forgotten_in_portions(
    database: Database, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.portions.ROWS", 10)
    ages = [(state, days) for state in ("done", "failed") for days in (1, 8, 31)]
    async with database.transaction() as db:
        for number in range(60):
            state, days = ages[number % 6]
            db.add(
                Inbox(
                    channel="stage",
                    key=str(number),
                    state=state,
                    received_at=NOW - timedelta(days=days),
                )
            )
    erased: list[int] = []

    def note(_: Any, cursor: Any, statement: str, *__: Any) -> None:
        if statement.startswith("DELETE FROM inbox"):
            erased.append(cursor.rowcount)

    event.listen(database.engine.sync_engine, "after_cursor_execute", note)
    await forget_traffic(database, house, NOW)
    assert await _left(database, Inbox) == 30
    assert erased
    assert max(erased) <= 10
