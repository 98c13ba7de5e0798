"""Puts the web chat together: the bot that the house talks to, and the routes that citizens come by."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime

import structlog
from aiogram import Bot
from aiohttp import web

from bot.channels.webchat.allowance import Allowance
from bot.channels.webchat.connections import Connections
from bot.channels.webchat.files import Files
from bot.channels.webchat.flood import Gate, Limits
from bot.channels.webchat.reception import Expect, MayKeep, Receive, Reception
from bot.channels.webchat.seeing_out import see_out
from bot.channels.webchat.session import TOKEN, WebChatSession
from bot.channels.webchat.socket import SocketDoor
from bot.channels.webchat.uploads import UploadDoor
from content.text import Book
from handlers.web.headers import forbid, https_only
from handlers.web.identity import Identity
from handlers.web.not_found import not_found
from handlers.web.page import ChatPage
from handlers.web.static import Static
from storage.database import Database

log = structlog.get_logger()


class WebChat:
    """The channel. `bot` speaks to the pages; `add_to` opens the doors through which they speak."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self.database, self.now = database, now
        self.connections = Connections(database)
        self.files = Files(database)
        self.session = WebChatSession(database, self.connections, self.files, now)
        self.bot = Bot(TOKEN, session=self.session)

    def add_to(
        self,
        app: web.Application,
        *,
        identity: Identity,
        book: Book,
        timezone: str,
        demo: bool,
        receive: Receive,
        may_keep: MayKeep,
        expect: Expect,
        limits: Limits | None = None,
        allowance: Allowance | None = None,
    ) -> None:
        """Add page, socket and files to a web application; they stop when it stops."""
        gate = Gate(limits or Limits())
        reception = Reception(
            self.database,
            self.connections,
            gate,
            allowance or Allowance(),
            identity,
            book,
            receive,
            may_keep,
            expect,
            self.now,
        )
        static = Static()
        page = ChatPage(identity, static, book, timezone, demo)
        socket = SocketDoor(reception)
        uploads = UploadDoor(reception, self.files)
        app.router.add_get("/", page.show)
        app.router.add_get("/static/{version}/{name}", static.send)
        app.router.add_get("/chat/socket", socket.open)
        app.router.add_post("/chat/photo", uploads.take_photo)
        app.router.add_get("/chat/photo/{name}", uploads.show)
        app.router.add_get("/chat/file/{name}", uploads.show)
        app.middlewares.append(not_found(book))
        app.on_response_prepare.append(forbid)
        app.on_response_prepare.append(https_only(identity.is_https))
        app.cleanup_ctx.append(self._watch)
        app.on_shutdown.append(self._close)

    def ring(self, chat_id: int, text: str) -> None:
        """Show a text on the open pages of a chat at once; it is not in the history."""
        self.connections.tell(chat_id, {"t": "notice", "text": text, "stays": True})

    async def _watch(self, _app: web.Application) -> AsyncIterator[None]:
        watching = asyncio.create_task(self._watch_for_ever())
        yield
        self.connections.stopping.set()
        await see_out(watching)

    async def _watch_for_ever(self) -> None:
        while not self.connections.stopping.is_set():
            try:
                await self.connections.watch()
            except Exception as error:
                log.warning("looking for news of other processes failed", error=str(error))

    async def _close(self, _app: web.Application) -> None:
        await self.connections.close()
