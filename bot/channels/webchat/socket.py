"""The socket: one open page, its frames in and its frames out."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

import structlog
from aiogram.types import InaccessibleMessage, Message, Update
from aiohttp import WSCloseCode, WSMsgType, web

from bot.channels.webchat import updates
from bot.channels.webchat.connections import Connections, Listener
from bot.channels.webchat.flood import FloodedError, Gate
from bot.channels.webchat.frames import (
    FRAME_LIMIT,
    TEXT_LIMIT,
    Frame,
    NotAFrameError,
    OlderFrame,
    PressFrame,
    SayFrame,
    read_frame,
    show_changes,
    show_message,
)
from bot.channels.webchat.session import WebChatSession
from content.text import Book, Texts
from handlers.web.identity import Identity
from handlers.web.page import read_language
from storage import history
from storage.database import Database

log = structlog.get_logger()

Receive = Callable[[str, Update], Awaitable[None]]
"""Takes an update with its key; returns when it is kept. The same key twice is done once."""
MayKeep = Callable[[int], Awaitable[bool]]
"""Whether whoever speaks in a chat has agreed that their words are stored."""
Expect = Callable[[int, str, str, str], None]
"""Is told the chat, key, language and words of a message before the database is asked for anything."""

NO_COOKIE, FLOODED = 4001, 4008
FAR_BEHIND = 200
"""Changes above which a page starts afresh from the last messages."""


class SocketDoor:
    """GET /chat/socket."""

    def __init__(
        self,
        database: Database,
        session: WebChatSession,
        connections: Connections,
        gate: Gate,
        identity: Identity,
        book: Book,
        receive: Receive,
        may_keep: MayKeep,
        expect: Expect,
        now: Callable[[], datetime],
    ) -> None:
        self.database, self.session, self.connections = database, session, connections
        self.gate, self.identity, self.book = gate, identity, book
        self.receive, self.may_keep, self.expect = receive, may_keep, expect
        self.now = now

    async def open(self, request: web.Request) -> web.WebSocketResponse:
        """Talk with a page until it closes. Raises HTTPForbidden for pages of other sites."""
        if not self.identity.is_same_origin(request):
            raise web.HTTPForbidden
        socket = web.WebSocketResponse(heartbeat=25, max_msg_size=FRAME_LIMIT, compress=False)
        await socket.prepare(request)
        chat_id, address = self.identity.read(request), self.identity.address(request)
        if chat_id is None:
            await socket.close(code=NO_COOKIE)
            return socket
        seconds = self.gate.shut_for(chat_id, address)
        too_many = self.connections.count(chat_id) >= self.gate.limits.chat_connections
        if seconds or too_many or not self.gate.enter(address):
            await socket.close(code=FLOODED, message=str(seconds or 10).encode())
            return socket
        listener = Listener(chat_id, socket)
        self.connections.join(listener)
        self.connections.origins.note(chat_id, self.identity.origin(request))
        texts = self.book[read_language(request)]
        teller = asyncio.create_task(self._tell(listener, texts, _revision(request)))
        try:
            await self._listen(listener, texts, address)
        finally:
            self.connections.leave(listener)
            self.gate.exit(address)
            teller.cancel()
            with suppress(asyncio.CancelledError):
                await teller
        return socket

    async def _listen(self, listener: Listener, texts: Texts, address: str) -> None:
        async for message in listener.socket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                if await self.gate.admit(listener.chat_id, address):
                    listener.add({"t": "notice", "text": texts("page.slow")})
            except FloodedError as flooded:
                await listener.socket.close(code=FLOODED, message=str(flooded.seconds).encode())
                return
            await self._hear(listener, texts, message.data)

    async def _hear(self, listener: Listener, texts: Texts, raw: str) -> None:
        try:
            frame = read_frame(raw)
        except NotAFrameError as error:
            said = {"text": texts("page.not_understood")}
            known = {"t": "refused", "key": error.key} if error.key else {"t": "notice"}
            listener.add(known | said)
            return
        try:
            if isinstance(frame, SayFrame):
                await self._say(listener, texts, frame)
            elif isinstance(frame, PressFrame):
                await self._press(listener, texts, frame)
            elif isinstance(frame, OlderFrame):
                await self._show_older(listener, frame)
            else:
                listener.add({"t": "pong"})
        except Exception as error:
            log.error("a frame could not be kept", exc_info=error)
            key = getattr(frame, "key", None)
            listener.add({"t": "trouble", "key": key, "text": texts("page.trouble")})

    async def _say(self, listener: Listener, texts: Texts, frame: SayFrame) -> None:
        text, chat_id = frame.text.strip(), listener.chat_id
        if not text or len(text) > TEXT_LIMIT:
            said = texts("page.too_long_one", count=len(text), limit=TEXT_LIMIT)
            listener.add({"t": "refused", "key": frame.key, "text": said})
            return
        key = updates.inbox_key(chat_id, frame.key)
        self.expect(chat_id, key, texts.language, text)
        keep = await self.may_keep(chat_id)
        async with self.database.transaction() as db:
            row, is_new = await history.hear(
                db, chat_id, frame.key, self.now(), text=text, keep=keep
            )
        if is_new:
            self.connections.tell(chat_id, row)
        await self.receive(key, updates.text_update(row, texts.language, text))
        listener.add(
            {"t": "ack", "key": frame.key, "number": row.number, "kept": row.state == "kept"}
        )

    async def _press(self, listener: Listener, texts: Texts, frame: PressFrame) -> None:
        chat_id, quoted = listener.chat_id, None
        async with self.database.reading() as db:
            row = await history.find(db, chat_id, frame.number)
            if row is not None and row.quotes is not None:
                quoted = await history.find(db, chat_id, row.quotes)
        pressed: Message | InaccessibleMessage = updates.gone_message(chat_id, frame.number)
        if row is not None and not row.mine:
            message = updates.message_of(row, quoted)
            if quoted is None and row.quotes is not None and frame.quote:
                message = updates.quoting(message, row.quotes, frame.quote)
            pressed = message
        update = updates.press_update(chat_id, texts.language, frame.key, frame.data, pressed)
        await self.receive(updates.inbox_key(chat_id, frame.key), update)
        listener.add({"t": "ack", "key": frame.key})

    async def _show_older(self, listener: Listener, frame: OlderFrame) -> None:
        async with self.database.reading() as db:
            rows = await history.before(db, listener.chat_id, frame.before)
        messages = [show_message(row) for row in rows]
        listener.add({"t": "older", "messages": messages, "more": len(rows) == history.PAGE})

    async def _tell(self, listener: Listener, texts: Texts, known: int) -> None:
        try:
            await self._tell_all(listener, texts, known)
        except ConnectionError:
            pass
        except Exception as error:
            log.error("a page could not be told", exc_info=error)
            await listener.socket.close(code=WSCloseCode.INTERNAL_ERROR)

    async def _tell_all(self, listener: Listener, texts: Texts, known: int) -> None:
        """Send what there is to tell, in order, for as long as the page is open."""
        language = texts.language
        commands = self.session.commands.get(language) or self.session.commands.get("", [])
        await _send(listener, {"t": "hello", "commands": commands})
        await self._begin(listener, known)
        while True:
            await listener.bell.wait()
            listener.bell.clear()
            while listener.queue or listener.behind:
                if listener.behind:
                    listener.behind = False
                    await self._catch_up(listener)
                    continue
                item = listener.queue.popleft()
                if isinstance(item, dict):
                    await _send(listener, item)
                elif item.revision == listener.told + 1:
                    listener.told = item.revision
                    await _send(listener, show_changes([item], item.revision))
                elif item.revision > listener.told:
                    listener.behind = True

    async def _begin(self, listener: Listener, known: int) -> None:
        """Bring a page that knows the history up to `known` to its end, or start it afresh."""
        listener.behind = False
        async with self.database.reading() as db:
            revision, floor = await history.standing(db, listener.chat_id)
            is_far = known > revision or known < floor or revision - known > FAR_BEHIND
            if known and not is_far:
                rows = await history.since(db, listener.chat_id, known)
            else:
                rows = await history.before(db, listener.chat_id, None)
        if known and not is_far:
            listener.told = revision
            await _send(listener, show_changes(rows, listener.told))
            await _send(listener, {"t": "ready"})
            return
        listener.told = revision
        await _send(
            listener,
            {
                "t": "afresh",
                "revision": listener.told,
                "floor": floor,
                "messages": [show_message(row) for row in rows],
                "more": len(rows) == history.PAGE,
            },
        )
        await _send(listener, {"t": "ready"})

    async def _catch_up(self, listener: Listener) -> None:
        async with self.database.reading() as db:
            revision, floor = await history.standing(db, listener.chat_id)
            rows = await history.since(db, listener.chat_id, listener.told)
        if floor > listener.told or revision < listener.told:
            await self._begin(listener, 0)
            return
        # A revision may have no row of its own any more, so the counter is believed, not the rows;
        # but for a list that was cut.
        listener.told = rows[-1].revision if len(rows) == history.CHANGES else revision
        listener.behind = listener.behind or len(rows) == history.CHANGES
        await _send(listener, show_changes(rows, listener.told))


async def _send(listener: Listener, frame: Frame | None) -> None:
    if frame is not None:
        await listener.socket.send_str(json.dumps(frame, ensure_ascii=False))


def _revision(request: web.Request) -> int:
    since = request.query.get("since", "")
    return int(since) if since.isdecimal() and len(since) < 10 else 0
