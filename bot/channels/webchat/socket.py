"""The socket: one open page, its frames in and its frames out."""

import asyncio

import structlog
from aiogram.types import InaccessibleMessage, Message
from aiohttp import WSCloseCode, WSMsgType, web

from bot.channels.webchat import updates
from bot.channels.webchat.connections import Listener
from bot.channels.webchat.flood import FloodedError
from bot.channels.webchat.frames import (
    FRAME_LIMIT,
    TEXT_LIMIT,
    NotAFrameError,
    OlderFrame,
    PressFrame,
    SayFrame,
    read_frame,
    show_message,
)
from bot.channels.webchat.reception import Reception
from bot.channels.webchat.seeing_out import see_out
from bot.channels.webchat.teller import Teller
from content.text import Texts
from handlers.web.page import read_language
from storage import history

log = structlog.get_logger()

NO_COOKIE, FLOODED = 4001, 4008


class SocketDoor:
    """GET /chat/socket."""

    def __init__(self, reception: Reception) -> None:
        self.reception = reception
        self.teller = Teller(reception.database, reception.book)

    async def open(self, request: web.Request) -> web.WebSocketResponse:
        """Talk with a page until it closes. Raises HTTPForbidden for pages of other sites."""
        if not self.reception.identity.is_same_origin(request):
            raise web.HTTPForbidden
        socket = web.WebSocketResponse(heartbeat=25, max_msg_size=FRAME_LIMIT, compress=False)
        await socket.prepare(request)
        chat_id, address = (
            self.reception.identity.read(request),
            self.reception.identity.address(request),
        )
        if chat_id is None:
            await socket.close(code=NO_COOKIE)
            return socket
        seconds = self.reception.gate.shut_for(chat_id, address)
        too_many = (
            self.reception.connections.count(chat_id) >= self.reception.gate.limits.chat_connections
        )
        if seconds or too_many or not self.reception.gate.enter(address):
            await socket.close(code=FLOODED, message=str(seconds or 10).encode())
            return socket
        listener = Listener(chat_id, socket, request.transport)
        self.reception.connections.join(listener)
        self.reception.connections.origins.note(chat_id, self.reception.identity.origin(request))
        texts = self.reception.book[read_language(request)]
        teller = asyncio.create_task(self.teller.tell(listener, texts.language, _revision(request)))
        try:
            await self._listen(listener, texts, address)
        finally:
            self.reception.connections.leave(listener)
            self.reception.gate.exit(address)
            listener.cut()
            await see_out(teller)
        return socket

    async def _listen(self, listener: Listener, texts: Texts, address: str) -> None:
        async for message in listener.socket:
            if message.type is WSMsgType.ERROR:
                continue
            try:
                if await self.reception.gate.admit(listener.chat_id, address):
                    listener.add({"t": "notice", "text": texts("page.slow")})
            except FloodedError as flooded:
                await listener.close(FLOODED, str(flooded.seconds).encode())
                return
            if message.type is not WSMsgType.TEXT:  # no page of ours sends any
                await listener.close(WSCloseCode.UNSUPPORTED_DATA)
                return
            await self._hear(listener, texts, address, message.data)

    async def _hear(self, listener: Listener, texts: Texts, address: str, raw: str) -> None:
        try:
            frame = read_frame(raw)
        except NotAFrameError as error:
            said = {"text": texts("page.not_understood")}
            known = {"t": "refused", "key": error.key} if error.key else {"t": "notice"}
            listener.add(known | said)
            return
        try:
            if isinstance(frame, SayFrame):
                await self._say(listener, texts, address, frame)
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

    async def _say(self, listener: Listener, texts: Texts, address: str, frame: SayFrame) -> None:
        text, chat_id = frame.text.strip(), listener.chat_id
        if not text or len(text) > TEXT_LIMIT:
            said = texts("page.too_long_one", count=len(text), limit=TEXT_LIMIT)
            listener.add({"t": "refused", "key": frame.key, "text": said})
            return
        key = updates.inbox_key(chat_id, frame.key)
        self.reception.expect(chat_id, key, texts.language, text)
        if not self.reception.allowance.has_room(chat_id, address):
            said = texts("page.day_full")
            listener.add({"t": "refused", "key": frame.key, "text": said})
            return
        keep = await self.reception.may_keep(chat_id)
        async with self.reception.database.transaction() as db:
            row, is_new = await history.hear(
                db, chat_id, frame.key, self.reception.now(), text=text, keep=keep
            )
        if is_new:
            self.reception.allowance.spend(chat_id, address, len(text.encode()))
            self.reception.connections.tell(chat_id, row)
        await self.reception.receive(key, updates.text_update(row, texts.language, text))
        listener.add(
            {"t": "ack", "key": frame.key, "number": row.number, "kept": row.state == "kept"}
        )

    async def _press(self, listener: Listener, texts: Texts, frame: PressFrame) -> None:
        chat_id, quoted = listener.chat_id, None
        async with self.reception.database.reading() as db:
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
        await self.reception.receive(updates.inbox_key(chat_id, frame.key), update)
        listener.add({"t": "ack", "key": frame.key})

    async def _show_older(self, listener: Listener, frame: OlderFrame) -> None:
        async with self.reception.database.reading() as db:
            rows = await history.before(db, listener.chat_id, frame.before)
        messages = [show_message(row) for row in rows]
        listener.add({"t": "older", "messages": messages, "more": len(rows) == history.PAGE})


def _revision(request: web.Request) -> int:
    since = request.query.get("since", "")
    return int(since) if since.isdecimal() and len(since) < 10 else 0
