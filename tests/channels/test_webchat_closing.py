"""How a page's socket is closed, also when the page does not read any more."""

import asyncio
from collections.abc import Callable

import pytest
from aiohttp import ClientWebSocketResponse

from bot.channels.webchat import connections
from bot.channels.webchat.connections import Listener
from tests.channels.visitor import Door, Talk

MUCH = "长" * 1_000_000
"""More than the kernel takes for a page that reads nothing."""


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "CLOSES_WITHIN", 0.2)


async def _stop_reading(door: Door, talk: Talk) -> Listener:
    """A page that is told much and takes nothing: its computer sleeps, or it means harm."""
    await talk.hear("ready")
    _transport(talk.socket).pause_reading()
    [listener] = [one for many in door.chat.connections._listeners.values() for one in many]
    assert listener._transport is not None
    for _ in range(8):
        listener.add({"t": "notice", "text": MUCH})
    await _until(lambda: bool(_left(listener)))
    return listener


def _transport(socket: ClientWebSocketResponse) -> asyncio.Transport:
    assert socket._conn is not None
    transport = socket._conn.transport
    assert isinstance(transport, asyncio.Transport)
    return transport


def _left(listener: Listener) -> int:
    assert listener._transport is not None
    return listener._transport.get_write_buffer_size()


async def _until(it_is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while True:
            if it_is_so():
                return
            await asyncio.sleep(0.01)


async def test_a_page_that_reads_nothing_does_not_keep_the_program_from_stopping(
    door: Door,
) -> None:
    """The last word to it was waited for without an end: a stop took as long as it was let."""
    async with door.visitor() as visitor, visitor.open() as talk:
        await _stop_reading(door, talk)
        async with asyncio.timeout(4):
            await door.server.close()
        _transport(talk.socket).abort()


async def test_a_page_that_reads_nothing_is_let_go_when_it_sends_what_it_must_not(
    door: Door,
) -> None:
    """Its handler stayed with its words in memory, and without a pulse that would have ended it."""
    async with door.visitor() as visitor, visitor.open() as talk:
        listener = await _stop_reading(door, talk)
        await talk.socket.send_bytes(b"x")
        await _until(lambda: door.chat.connections.count(visitor.chat_id) == 0)
        await _until(lambda: not _left(listener))
        _transport(talk.socket).abort()


async def test_a_page_that_reads_hears_why_it_is_closed(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.hear("ready")
        closing = asyncio.create_task(door.chat.connections.close())
        assert (await talk.closed())[0] == 1012
        await closing
