"""Erasing through the real page: what it showed is gone, and the last word is the house's."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar

from bot.app import App
from bot.settings import Settings


@pytest.fixture
async def app(home: Path) -> AsyncIterator[App]:
    app = App(Settings(home=home, http_port=0))
    await app.start()
    yield app
    await app.stop()


class _Page:
    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.shown: dict[int, dict[str, Any]] = {}
        self.sent = 0

    async def say(self, text: str) -> None:
        await self._send({"t": "say", "text": text})

    async def press(self, data: str) -> None:
        """Wait for the button, then press it."""
        while not (found := [n for n, m in self.shown.items() if data in str(m.get("buttons"))]):
            await self.hear()
        await self._send({"t": "press", "number": found[-1], "data": data})

    async def hear(self) -> str:
        async with asyncio.timeout(10):
            frame = await self.socket.receive_json()
        if frame["t"] == "afresh":
            self.shown = {}
        for message in frame.get("messages", ()):
            self.shown[message["number"]] = message
        return str(frame["t"])

    async def _send(self, frame: dict[str, Any]) -> None:
        self.sent += 1
        await self.socket.send_json(frame | {"key": f"k{self.sent}"})


async def test_the_open_page_forgets_everything_but_the_last_word(app: App) -> None:
    origin = app.web.address.rstrip("/")
    async with ClientSession(cookie_jar=CookieJar(unsafe=True), headers={"Origin": origin}) as web:
        await web.get(app.web.address)
        async with web.ws_connect(f"{origin}/chat/socket") as socket:
            page = _Page(socket)
            await page.say("/start")
            await page.press("consent:agree:zh")
            await page.press("consent:notices:no")
            await page.press("consent:surveys:no")
            await page.press("consent:broadcasts:no")
            await page.press("complaint:new")
            await page.say("演示:三号楼前的路灯坏了")
            await page.press("complaint:finish")
            await page.say("/mydata")
            await page.press("data:erase")
            await page.press("data:erase:yes")
            while await page.hear() != "afresh":
                pass
            while "已经全部删除" not in str(page.shown):
                await page.hear()
    assert "路灯" not in str(page.shown)
    assert len(page.shown) == 1
