"""The web server of this process: the citizens' chat page, and whatever other pages are added."""

from collections.abc import Callable

import structlog
from aiogram.types import Update
from aiohttp import web

from bot.channels.webchat.channel import WebChat
from bot.envelope import Envelope
from bot.intake import Intake
from bot.secret import key_for, read_secret
from bot.settings import Settings
from content.text import Book
from handlers.web.identity import Identity
from storage import chats
from storage.history import CHANNEL

log = structlog.get_logger()


class WebServer:
    """Opens the chat page's door; `open` others before the start. `address` is known after it."""

    def __init__(
        self,
        settings: Settings,
        chat: WebChat,
        intake: Intake,
        book: Book,
    ) -> None:
        self.settings, self.chat, self.intake = settings, chat, intake
        self.address = ""
        self._app = app = web.Application()
        identity = Identity(key_for(read_secret(settings), "web"), settings.behind_proxy)
        chat.add_to(
            app,
            identity=identity,
            book=book,
            timezone=settings.timezone,
            demo=settings.demo,
            receive=self._receive,
            may_keep=self._may_keep,
            expect=self._expect,
        )
        self.address_of = identity.address
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)

    def open(self, add: Callable[[web.Application], None]) -> None:
        """Let something else add its paths."""
        add(self._app)

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, self.settings.http_host, self.settings.http_port).start()
        host, port = self._runner.addresses[0][:2]
        self.address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        log.info("the chat page is open", address=self.address)

    async def stop(self) -> None:
        """Let the pages know, and listen no more."""
        await self._runner.cleanup()

    async def _receive(self, key: str, update: Update) -> None:
        await self.intake.keep(CHANNEL, [(key, update)])

    def _expect(self, chat_id: int, key: str, language: str, words: str) -> None:
        self.intake.expect(CHANNEL, key, Envelope(chat_id, language, words))

    async def _may_keep(self, chat_id: int) -> bool:
        async with self.chat.database.reading() as db:
            known = await chats.find(db, CHANNEL, chat_id)
        return known is not None and (known[1] is not None or known[2] is not None)
