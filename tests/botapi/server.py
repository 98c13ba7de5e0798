"""A small Bot API server for the loopback, with limits and faults, that counts what it delivered."""

import asyncio
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from aiohttp import web

from tests.botapi.faults import Faults
from tests.botapi.limits import Limits

SENDS = ("sendMessage", "sendPhoto", "sendDocument", "editMessageText")
HANG = 3600.0


class BotApi:
    """Answers as Telegram does. `messages`: what was delivered, by chat, in order.

    blocked: chats whose person blocked the bot; missing: chats that don't exist. `updates` are
    handed out by getUpdates until their offset is confirmed. `answered` is called after each method.
    lost: the texts that were delivered although their answer never came.
    """

    def __init__(self, limits: Limits | None = None, faults: Faults | None = None) -> None:
        self.limits, self.faults = limits or Limits(), faults or Faults()
        self.messages: defaultdict[int, list[str]] = defaultdict(list)
        self.calls: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.flood_at: list[float] = []
        self.delivered_at: list[float] = []
        self.lost: list[str] = []
        self.last_call: dict[str, dict[str, Any]] = {}
        self.updates: list[dict[str, Any]] = []
        self.blocked: set[int] = set()
        self.missing: set[int] = set()
        self.delay = 0.0
        self.down = False
        self.answered: Callable[[str, dict[str, Any]], None] = lambda method, data: None
        self.address = ""
        self._news = asyncio.Event()
        self._next_id = 0
        self.app = web.Application(client_max_size=50 * 2**20)
        self.app.router.add_route("*", "/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.1)

    async def start(self, port: int = 0) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def __aenter__(self) -> "BotApi":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def push(self, *updates: dict[str, Any]) -> None:
        """Something happened in chats."""
        self.updates.extend(updates)
        self._news.set()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        data = await _read(request)
        self.calls[method] += 1
        self.last_call[method] = data
        if self.down:
            return self._cut(request)
        if self.delay:
            await asyncio.sleep(self.delay)
        fault = self.faults.next() if method in SENDS else None
        if fault in ("429", "500", "502", "timeout", "reset"):
            return await self._fail(request, fault)
        response = await self._answer(method, data)
        self.statuses[response.status] += 1
        self.answered(method, data)
        if fault != "lost" or response.status != HTTPStatus.OK:
            return response
        self.lost.append(_text_of(method, data))
        return self._cut(request)

    async def _answer(self, method: str, data: dict[str, Any]) -> web.Response:
        if method in SENDS:
            return self._deliver(method, data)
        if method == "getUpdates":
            return _ok(await self._wait_for_updates(data))
        if method == "getMe":
            return _ok({"id": 1, "is_bot": True, "first_name": "Minyi", "username": "minyi_bot"})
        return _ok(True)

    def _deliver(self, method: str, data: dict[str, Any]) -> web.Response:
        chat_id = int(data["chat_id"])
        if chat_id in self.blocked:
            return _error(403, "Forbidden: bot was blocked by the user")
        if chat_id in self.missing:
            return _error(400, "Bad Request: chat not found")
        if not self.limits.take(chat_id):
            self.flood_at.append(time.monotonic())
            return _error(429, "Too Many Requests: retry after 1", {"retry_after": 1})
        text = _text_of(method, data)
        self.messages[chat_id].append(text)
        self.delivered_at.append(time.monotonic())
        self._next_id += 1
        number = int(data.get("message_id") or self._next_id)
        chat = {"id": chat_id, "type": "private"}
        return _ok({"message_id": number, "date": int(time.time()), "chat": chat, "text": text})

    async def _wait_for_updates(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        offset, patience = int(data.get("offset") or 0), float(data.get("timeout") or 0)
        self.updates = [one for one in self.updates if one["update_id"] >= offset]
        if not self.updates and patience:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), min(patience, 30))
            except TimeoutError:
                return []
        return self.updates[: int(data.get("limit") or 100)]

    async def _fail(self, request: web.Request, fault: str) -> web.StreamResponse:
        self.statuses[int(fault) if fault.isdecimal() else 0] += 1
        if fault == "429":
            return _error(429, "Too Many Requests: retry after 1", {"retry_after": 1})
        if fault == "500":
            return _error(500, "Internal Server Error")
        if fault == "502":
            page = "<html><body><h1>502 Bad Gateway</h1></body></html>"
            return web.Response(status=502, text=page, content_type="text/html")
        if fault == "timeout":
            await asyncio.sleep(HANG)
        return self._cut(request)

    def _cut(self, request: web.Request) -> web.Response:
        """End the connection without an answer."""
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


async def _read(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {name: value for name, value in (await request.post()).items() if value is not None}


def _text_of(method: str, data: dict[str, Any]) -> str:
    return str(data.get("text") or data.get("caption") or method)


def _ok(result: Any) -> web.Response:
    return web.Response(
        text=json.dumps({"ok": True, "result": result}), content_type="application/json"
    )


def _error(code: int, description: str, parameters: dict[str, Any] | None = None) -> web.Response:
    body = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return web.Response(status=code, text=json.dumps(body), content_type="application/json")
