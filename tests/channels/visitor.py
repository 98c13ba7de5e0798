"""A browser without a screen: fetches the page, opens the socket, reads frames."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.types import Update
from aiohttp import ClientResponse, ClientSession, ClientWebSocketResponse, CookieJar, FormData, web
from aiohttp.test_utils import TestServer

from bot.channels.webchat.allowance import Allowance
from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.flood import Limits
from content.text import load_texts
from handlers.web.identity import Identity
from storage.database import Database

ZONE = ZoneInfo("Asia/Shanghai")
BOOK = load_texts()
SECRET = b"a secret of the tests, nowhere else"


class Door:
    """The web chat, open at a free port. `received` is what came in, by key; `consented` by chat."""

    def __init__(
        self,
        database: Database,
        limits: Limits | None = None,
        allowance: Allowance | None = None,
    ) -> None:
        self.chat = WebChat(database, lambda: datetime.now(UTC))
        self.bot = self.chat.bot
        self.identity = Identity(SECRET, behind_proxy=False)
        self.received: dict[str, Update] = {}
        self.consented: set[int] = set()
        self.everybody_consented = True
        self.is_broken = False
        app = web.Application()
        self.chat.add_to(
            app,
            identity=self.identity,
            book=BOOK,
            timezone="Asia/Shanghai",
            demo=False,
            receive=self._receive,
            may_keep=self._may_keep,
            expect=lambda *_: None,
            limits=limits,
            allowance=allowance,
        )
        self.server = _AsItRuns(app)

    async def _receive(self, key: str, update: Update) -> None:
        if self.is_broken:
            raise OSError("no space left on device")
        self.received[key] = update

    async def _may_keep(self, chat_id: int) -> bool:
        return self.everybody_consented or chat_id in self.consented

    @asynccontextmanager
    async def visitor(self, language: str = "zh-CN") -> AsyncIterator["Visitor"]:
        headers = {"Accept-Language": language, "Origin": str(self.server.make_url("")).rstrip("/")}
        jar = CookieJar(unsafe=True)
        async with ClientSession(self.server.make_url("/"), headers=headers, cookie_jar=jar) as web:
            visitor = Visitor(self, web)
            await visitor.visit()
            yield visitor


class _AsItRuns(TestServer):
    """As bot/web.py has it: who is served is not cut when the page goes."""

    async def _make_runner(self, **more: Any) -> web.BaseRunner:
        as_it_runs = {"handler_cancellation": False, "shutdown_timeout": 5}
        return await super()._make_runner(**more | as_it_runs)


class Visitor:
    """One browser with its cookie."""

    def __init__(self, door: Door, session: ClientSession) -> None:
        self.door, self.session = door, session
        self.page = self.token = ""
        self.chat_id = 0

    async def visit(self) -> None:
        async with self.session.get("/") as response:
            self.page = await response.text()
        self.token = re.findall(r'data-token="([^"]+)"', self.page)[0]
        cookies = {cookie.key: cookie.value for cookie in self.session.cookie_jar}
        self.chat_id = int(cookies["minyi_chat"].partition(".")[0])

    @asynccontextmanager
    async def open(self, since: int = 0) -> AsyncIterator["Talk"]:
        async with self.session.ws_connect(f"/chat/socket?since={since}", max_msg_size=0) as socket:
            yield Talk(socket)

    async def post_photo(
        self, content: bytes, *, key: str = "photo1", caption: str = "", token: str | None = None
    ) -> ClientResponse:
        form = FormData()
        form.add_field("key", key)
        form.add_field("caption", caption)
        form.add_field("photo", content, filename="x.jpg")
        headers = {"X-Minyi-Token": self.token if token is None else token}
        return await self.session.post("/chat/photo", data=form, headers=headers)


class Talk:
    """An open socket."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket

    async def say(self, text: str, key: str = "k1") -> None:
        await self.socket.send_json({"t": "say", "key": key, "text": text})

    async def press(self, number: int, data: str, key: str = "p1", **more: Any) -> None:
        await self.socket.send_json(
            {"t": "press", "key": key, "number": number, "data": data, **more}
        )

    async def hear(self, *kinds: str) -> dict[str, Any]:
        """The next frame of these kinds; others before it are passed over."""
        async with asyncio.timeout(5):
            while True:
                frame: dict[str, Any] = await self.socket.receive_json()
                if frame["t"] in kinds:
                    return frame

    async def hear_of(self, number: int) -> dict[str, Any]:
        """The message of that number, when it is shown or changed."""
        while True:
            for message in (await self.hear("changes"))["messages"]:
                if message["number"] == number:
                    shown: dict[str, Any] = message
                    return shown

    async def closed(self) -> tuple[int | None, str]:
        """The code and the reason with which the server closes."""
        async with asyncio.timeout(5):
            while True:
                message = await self.socket.receive()
                if not isinstance(message.data, str):
                    return self.socket.close_code, str(message.extra or "")
