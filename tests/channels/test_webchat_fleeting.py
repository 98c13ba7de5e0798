"""Fleeting messages leave open pages, the history and the export."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.house_message import HouseEdit, HouseMessage
from handlers.house import House
from scheduler.keeping_jobs import let_pass
from storage import citizens, history
from storage.database import Database
from storage.export import collect
from storage.schema.history import WebMessage
from tests.channels.visitor import Door, Visitor


async def _say(door: Door, visitor: Visitor, text: str, *, fleeting: bool) -> int:
    said = await door.bot(HouseMessage(chat_id=visitor.chat_id, text=text, fleeting=fleeting))
    return said.message_id


async def test_an_open_page_forgets_a_fleeting_message(door: Door, house: House) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.say("你好")
        await talk.hear("ack")
        number = await _say(door, visitor, "回执码：M7K2M-9QXD", fleeting=True)
        await talk.hear_of(number)
        database = door.chat.database
        await let_pass(database, house, datetime.now(UTC) + timedelta(minutes=9))
        async with database.reading() as db:
            assert await history.find(db, visitor.chat_id, number)
        await let_pass(database, house, datetime.now(UTC) + timedelta(minutes=10))
        await door.chat.connections.look()
        gone: list[int] = []
        while not gone:
            gone = (await talk.hear("changes"))["gone"]
        assert gone == [number]
    async with database.reading() as db:
        row = await db.scalar(select(WebMessage).where(WebMessage.number == number))
    assert row is not None
    assert (row.text, row.passes_at, row.edited_at, row.said_at.minute) == (None, None, None, 0)


async def test_an_edit_makes_a_message_fleeting_or_lasting(door: Door, house: House) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.say("你好")
        await talk.hear("ack")
        ends, stays = [
            await _say(door, visitor, t, fleeting=f) for t, f in (("1", False), ("2", True))
        ]
        for number, fleeting in ((ends, True), (stays, False)):
            edit = HouseEdit(
                chat_id=visitor.chat_id, message_id=number, text="新的", fleeting=fleeting
            )
            await door.bot(edit)
        await let_pass(door.chat.database, house, datetime.now(UTC) + timedelta(minutes=10))
        async with door.chat.database.reading() as db:
            assert await history.find(db, visitor.chat_id, ends) is None
            assert await history.find(db, visitor.chat_id, stays) is not None


async def test_the_export_leaves_fleeting_messages_out(database: Database) -> None:
    now = datetime.now(UTC)
    async with database.transaction() as db:
        _, citizen = await citizens.welcome(db, history.CHANNEL, 7, "zh", 1, now)
        await history.hear(db, 7, "k", now, text="你好", keep=True)
        await history.say(db, 7, now, text="回执码", passes_at=now + timedelta(minutes=10))
        found = await collect(db, citizen)
    assert [message["text"] for message in found["web_chat"]] == ["你好"]
