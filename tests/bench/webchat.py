"""The web chat's round trip: fifty citizens at once, each asking for the menu and reading the answer."""

import asyncio
import random
import statistics
import time
from typing import Any

import aiohttp
from yarl import URL

from tests.bench.program import program

CITIZENS = 50
QUESTIONS = 20
PAUSE = (0.5, 1.5)
"""Seconds between an answer and the next question of one citizen."""


async def measure() -> str:
    async with (
        program() as running,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as web,
    ):
        citizens = [_ask(web, running.url, number) for number in range(CITIZENS)]
        taken = [seconds for times in await asyncio.gather(*citizens) for seconds in times]
    cut = statistics.quantiles(taken, n=100)
    return "\n".join(
        [
            f"| {CITIZENS} citizens, {len(taken)} questions | ms |",
            "|---|---|",
            f"| median | {cut[49] * 1000:.0f} |",
            f"| p95 | {cut[94] * 1000:.0f} |",
            f"| p99 | {cut[98] * 1000:.0f} |",
        ]
    )


async def _ask(web: aiohttp.ClientSession, url: URL, number: int) -> list[float]:
    """Seconds from each question sent to its answer shown."""
    rng = random.Random(number)
    async with web.get(url) as page:
        cookie = page.cookies["minyi_chat"].value
    headers = {"Cookie": f"minyi_chat={cookie}", "Origin": str(url.origin())}
    taken = []
    async with web.ws_connect(url / "chat/socket", headers=headers) as page_socket:
        await _until(page_socket, lambda frame: frame["t"] == "ready")
        for question in range(QUESTIONS + 1):
            await asyncio.sleep(rng.uniform(*PAUSE))
            asked = time.monotonic()
            await page_socket.send_json(
                {"t": "say", "key": f"{number}-{question}", "text": "/menu"}
            )
            await _until(page_socket, _is_answer)
            if question:  # the first one is for everybody to arrive
                taken.append(time.monotonic() - asked)
    return taken


def _is_answer(frame: dict[str, Any]) -> bool:
    return frame["t"] == "changes" and any(
        message.get("buttons") for message in frame["messages"] if not message["mine"]
    )


async def _until(socket: aiohttp.ClientWebSocketResponse, wanted: Any) -> None:
    async with asyncio.timeout(60):
        while not wanted(await socket.receive_json()):
            pass
