"""Of what is done the inbox keeps that it came, and nothing that leads to anybody."""

import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from aiogram.types import (
    ChatMemberBanned,
    ChatMemberMember,
    ChatMemberUpdated,
    Update,
)
from sqlalchemy import select

from handlers.house import House
from storage.database import Database, Table, Transaction
from storage.schema.complaint import Complaint
from storage.schema.inbox import Inbox
from tests.conftest import NOW
from tests.talk.stage import Stage

A_MOMENT = timedelta(minutes=37, seconds=31, microseconds=4242)
"""Not in the first quarter of its hour: hours and quarters that many share are no secret."""


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW + A_MOMENT)


async def rows(stage: Stage, table: Any) -> list[dict[str, Any]]:
    async with stage.database.reading() as db:
        return [dict(row._mapping) for row in await db.execute(select(table))]


def telling(values: list[dict[str, Any]]) -> set[str]:
    """What could be joined with something: all but little numbers, nothing, and yes or no."""
    found = set()
    for value in (value for row in values for value in row.values()):
        if value in (None, "", [], {}) or isinstance(value, bool):
            continue
        if isinstance(value, int) and value < 1000:
            continue
        found.add(value.isoformat() if isinstance(value, date | datetime) else str(value))
    return found


async def test_nothing_leads_from_an_anonymous_complaint_to_the_inbox_or_to_a_chat(
    stage: Stage,
) -> None:
    """The time of the last press was once the complaint's to the microsecond, beside the chat."""
    person = await stage.person(987654321).agrees()
    await person.says("城关派出所窗口没有人管,等了三个小时")
    for button in ("写好了", "匿名", "提交"):
        stage.wait(seconds=13)
        await person.presses(button)
    async with stage.database.reading() as db:
        [complaint] = await db.scalars(select(Complaint))
    assert complaint.citizen_id is None
    inbox = await rows(stage, Inbox.__table__)
    assert {row["state"] for row in inbox} == {"done"}
    told = {
        table.name: telling(await rows(stage, table))
        for table in Table.metadata.sorted_tables
        if table.name.startswith("complaint") or table.name in ("chat", "citizen", "consent")
    }
    kept = telling(inbox) - {stage.channel}
    assert told["complaint"], "there is something to compare with"
    assert {name: values & kept for name, values in told.items()} == {name: set() for name in told}
    for row in inbox:
        assert (row["chat_id"], row["payload"], row["replies"], row["due_at"]) == (None,) * 4
        assert row["received_at"] == NOW.replace(minute=0, second=0, microsecond=0)
        assert "987654321" not in str(row)


async def test_of_what_needs_no_reply_nothing_waits_for_the_next_update(stage: Stage) -> None:
    person = await stage.person(987654321).agrees()
    banned = ChatMemberUpdated(
        chat=person.chat,
        from_user=person.user,
        date=stage.time,
        old_chat_member=ChatMemberMember(user=person.user),
        new_chat_member=ChatMemberBanned(user=person.user, until_date=stage.time),
    )
    update = Update(update_id=stage.number(), my_chat_member=banned)
    await stage.intake.keep("stage", [("left", update)])
    await asyncio.gather(*stage.intake._tasks)
    row = (await rows(stage, Inbox.__table__))[-1]
    assert (row["state"], row["payload"], row["chat_id"]) == ("done", None, None)


async def test_a_key_tells_nothing_and_is_known_again(stage: Stage) -> None:
    person = stage.person(987654321)
    update = person.message(text="hello")
    await stage.feed(update, "987654321:key")
    [row] = await rows(stage, Inbox.__table__)
    assert "987654321" not in row["key"]
    before = len(person.texts())
    await stage.feed(update, "987654321:key")
    assert len(person.texts()) == before
    assert len(await rows(stage, Inbox.__table__)) == 1


async def test_after_erasing_no_row_knows_the_chat(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erasing goes through everything a person ever sent: it once held up all others meanwhile."""
    person = await stage.person(987654321).agrees()
    work, kinds = stage.database.transaction, []

    def watched(*, long: bool = False) -> AbstractAsyncContextManager[Transaction]:
        kinds.append(long)
        return work(long=long)

    monkeypatch.setattr(stage.database, "transaction", watched)
    await person.says("/mydata")
    await person.presses("data:erase")
    assert not any(kinds)
    await person.presses("data:erase:yes")
    assert any(kinds)
    for row in await rows(stage, Inbox.__table__):
        assert "987654321" not in str(row)
        assert row["state"] == "done"
