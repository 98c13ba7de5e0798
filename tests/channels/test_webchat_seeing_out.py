"""A page that closes, and a program that stops, wait for what is told to pages, and not for ever."""

import asyncio

import pytest

from bot.channels.webchat import seeing_out
from storage import history
from storage.database import Database, Transaction
from tests.channels.visitor import Door

ask_standing = history.standing


async def test_a_question_is_finished_when_its_page_closes(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was cut: SQLite's connection sometimes waited for ever then, and the program's stop for two
    minutes."""
    asked, outcome = asyncio.Event(), list[str]()

    async def standing(db: Transaction, chat_id: int) -> tuple[int, int]:
        asked.set()
        try:
            await asyncio.sleep(0.2)
            found = await ask_standing(db, chat_id)
        except asyncio.CancelledError:
            outcome.append("cut")
            raise
        outcome.append("answered")
        return found

    monkeypatch.setattr(history, "standing", standing)
    async with door.visitor() as visitor, visitor.open() as talk:
        await asked.wait()
        await talk.socket.send_bytes(b"x")
        assert (await talk.closed())[0] == 1003
    async with asyncio.timeout(5):
        await door.server.close()
    assert outcome == ["answered"]


async def test_a_teller_that_does_not_end_keeps_nobody_waiting(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = asyncio.Event()

    async def standing(db: Transaction, chat_id: int) -> tuple[int, int]:
        while not let_go.is_set():
            try:
                await let_go.wait()
            except asyncio.CancelledError:
                continue
        return await ask_standing(db, chat_id)

    monkeypatch.setattr(history, "standing", standing)
    monkeypatch.setattr(seeing_out, "PATIENCE", 0.05)
    monkeypatch.setattr(seeing_out, "LAST_PATIENCE", 0.05)
    door = Door(sqlite)
    await door.server.start_server()
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.socket.send_bytes(b"x")
        assert (await talk.closed())[0] == 1003
    try:
        async with asyncio.timeout(5):
            await door.server.close()
    finally:
        let_go.set()
        await asyncio.sleep(0.1)
