"""The program in a process of its own, as `minyi run` starts it, on a port of the loopback."""

import asyncio
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from yarl import URL

from tests.bench.server import ROOT


class Program:
    """Where its page is, and how much memory it holds."""

    def __init__(self, url: URL, pid: int) -> None:
        self.url, self.pid = url, pid

    def memory(self) -> float:
        """Megabytes that the process holds in memory."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@asynccontextmanager
async def program(**settings: str) -> AsyncIterator[Program]:
    """`settings`: further MINYI_ variables, by their small names. Its home is erased afterwards."""
    with tempfile.TemporaryDirectory() as home:
        port = _free_port()
        given = {"home": home, "http_port": str(port), "log_level": "ERROR"} | settings
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=ROOT,
            env=os.environ | {f"MINYI_{name.upper()}": value for name, value in given.items()},
            stdout=asyncio.subprocess.DEVNULL,
        )
        url = URL(f"http://127.0.0.1:{port}/")
        try:
            await _wait_for_page(url)
            yield Program(url, process.pid)
        finally:
            process.terminate()
            await process.wait()


async def _wait_for_page(url: URL) -> None:
    async with aiohttp.ClientSession() as web, asyncio.timeout(60):
        while True:
            try:
                async with web.get(url) as page:
                    page.raise_for_status()
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
