"""A fifth of the sends fails in every way: everything arrives, or it is known why not."""

from collections import Counter

import pytest
from sqlalchemy import select

from scheduler import courier
from storage.database import Database
from storage.schema.citizen import Chat
from storage.schema.outbox import Outbox
from tests.botapi.faults import KINDS, Faults
from tests.botapi.server import BotApi
from tests.notices import deliver, write_notices

NOTICES = 150
BLOCKED, MISSING = {3, 77}, {12, 140}


@pytest.mark.timeout(60)
async def test_all_arrive_or_are_given_up_with_the_reason(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "SEND_WITHIN", 2.5)
    await write_notices(database, NOTICES)
    faults = Faults(0.2)
    async with BotApi(faults=faults) as api:
        api.blocked, api.missing = BLOCKED, MISSING
        url = database.url.render_as_string(hide_password=False)
        await deliver(url, api.address, haste=8)
    assert set(faults.count) == set(KINDS), "every kind of failure happened"
    async with database.reading() as db:
        rows = {row.chat_id: row for row in await db.scalars(select(Outbox))}
        closed = set(await db.scalars(select(Chat.chat_id).where(Chat.closed_at.is_not(None))))
    never = {chat_id: row.reason for chat_id, row in rows.items() if row.state == "never"}
    blocked, missing = (
        "403: Forbidden: bot was blocked by the user",
        "400: Bad Request: chat not found",
    )
    assert never == dict.fromkeys(BLOCKED, blocked) | dict.fromkeys(MISSING, missing)
    assert closed == BLOCKED | MISSING
    lost = Counter(api.lost)
    for chat_id in rows.keys() - never.keys():
        assert rows[chat_id].state == "done"
        [text, *again] = api.messages[chat_id]
        assert text == rows[chat_id].say["text"]
        assert len(again) == lost[text], "repeated only where the answer was lost"
