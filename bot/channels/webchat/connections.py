"""Who has the page open right now, and what each of them must still be told."""

import asyncio
from collections import deque
from contextlib import suppress

from aiohttp import WSCloseCode
from aiohttp.web import WebSocketResponse

from bot.channels.webchat.frames import Frame
from bot.channels.webchat.origins import Origins
from storage import history
from storage.database import Database
from storage.schema.history import WebMessage

LOOK_EVERY = 1.0
"""Seconds between two looks for what other processes said."""
CLOSES_WITHIN = 3.0
"""Seconds in which a page takes what it was still told, and answers that it is closed."""


class Listener:
    """One open page. `told` is the last revision of the history that it knows.

    A message that overflows the queue is not lost: a gap in the revisions is filled from the
    history. A frame that is no message (typing, a toast) is.
    """

    def __init__(
        self, chat_id: int, socket: WebSocketResponse, transport: asyncio.WriteTransport | None
    ) -> None:
        self.chat_id, self.socket, self._transport = chat_id, socket, transport
        self.told = 0
        self.behind = True
        self.queue: deque[WebMessage | Frame] = deque(maxlen=64)
        self.bell = asyncio.Event()
        self.is_gone = False

    def add(self, item: WebMessage | Frame) -> None:
        self.queue.append(item)
        self.bell.set()

    def catch_up(self) -> None:
        self.behind = True
        self.bell.set()

    async def close(self, code: int, message: bytes = b"") -> None:
        """Close the page's socket, and cut it where the page does not take that in time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSES_WITHIN):
                await self.socket.close(code=code, message=message)
        self.cut()

    def cut(self) -> None:
        """End a connection that still holds what its page never took: closed, it would wait for ever."""
        if self._transport is not None and self._transport.get_write_buffer_size():
            self._transport.abort()

    def go(self) -> None:
        """The page was closed: whoever tells it ends."""
        self.is_gone = True
        self.bell.set()


class Connections:
    """All open pages of this process."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.origins = Origins()
        self.stopping = asyncio.Event()
        self._listeners: dict[int, set[Listener]] = {}

    def join(self, listener: Listener) -> None:
        self._listeners.setdefault(listener.chat_id, set()).add(listener)

    def leave(self, listener: Listener) -> None:
        listeners = self._listeners.get(listener.chat_id, set())
        listeners.discard(listener)
        listener.go()
        if not listeners:
            self._listeners.pop(listener.chat_id, None)

    def count(self, chat_id: int) -> int:
        return len(self._listeners.get(chat_id, ()))

    def tell(self, chat_id: int, item: WebMessage | Frame) -> None:
        """Pass a committed row, or a frame that nobody needs later, to the pages of a chat."""
        for listener in self._listeners.get(chat_id, ()):
            listener.add(item)

    async def watch(self) -> None:
        """Until it is stopped: notice what other processes wrote to the chats that are open here."""
        while not self.stopping.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self.stopping.wait()
            if self._listeners and not self.stopping.is_set():
                await self.look()

    async def look(self) -> None:
        async with self.database.reading() as db:
            standings = await history.standings(db, list(self._listeners))
        for chat_id, revision in standings.items():
            for listener in self._listeners.get(chat_id, ()):
                if listener.told < revision:
                    listener.catch_up()

    async def close(self) -> None:
        """Tell every page that the program stops; they come back by themselves."""
        listeners = [one for many in self._listeners.values() for one in many]
        await asyncio.gather(
            *(one.close(WSCloseCode.SERVICE_RESTART) for one in listeners), return_exceptions=True
        )
