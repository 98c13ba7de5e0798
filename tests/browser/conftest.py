"""The whole program, and a real browser that looks at its page."""

import asyncio
import os
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if CHROMIUM is None:
        terminalreporter.write_line(
            "The tests in a real browser were skipped: no Chromium here (apt-get install chromium)."
        )


class Program:
    """`minyi run` as a process of its own, at an address that stays the same when it restarts."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self.home = home
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Returns when the page is there."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "run"),
            env=kept | {"MINYI_HOME": str(self.home), "MINYI_HTTP_PORT": str(self.port)},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=None,
        )
        async with asyncio.timeout(30):
            while True:
                assert self._process.returncode is None, "the program did not start"
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    return

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(number)
            await asyncio.wait_for(self._process.wait(), 20)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def program(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    program = Program(tmp_path_factory.mktemp("program"))
    await program.start()
    yield program
    await program.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(ARGUMENTS), handle_sigint=False
        )
        yield browser
        await browser.close()


class Visits:
    """Opens the page as different people. Whatever a page complains about is in `complaints`."""

    def __init__(self, browser: Browser, program: Program) -> None:
        self.browser, self.program = browser, program
        self.complaints: list[str] = []

    @asynccontextmanager
    async def visit(self, *, locale: str = "zh-CN", **options: Any) -> AsyncIterator[Page]:
        """A new browser profile; `options` as Playwright's new_context takes them."""
        options.setdefault("viewport", {"width": 1280, "height": 800})
        context: BrowserContext = await self.browser.new_context(
            locale=locale, reduced_motion="reduce", **options
        )
        context.set_default_timeout(8000)
        context.on("console", lambda said: self._note(said.type, said.text))
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))
        context.on("request", lambda request: self._note_address(request.url))
        page = await context.new_page()
        await page.goto(self.program.url)
        yield page
        await context.close()

    def _note(self, kind: str, text: str) -> None:
        # That a connection failed is what a restart is: the page says so itself, in words.
        if kind in ("error", "warning") and "WebSocket connection to" not in text:
            self.complaints.append(f"{kind}: {text}")

    def _note_address(self, url: str) -> None:
        if not url.startswith((self.program.url, "blob:", self.program.url.replace("http", "ws"))):
            self.complaints.append(f"asked somebody else: {url}")


@pytest_asyncio.fixture(loop_scope="session")
async def visits(browser: Browser, program: Program) -> AsyncIterator[Visits]:
    """Every test with it also proves: no script error, nothing against the policy, no third party."""
    visits = Visits(browser, program)
    yield visits
    assert visits.complaints == []
