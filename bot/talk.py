"""Holds the conversation in a terminal: lines in, what the house says out."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import structlog
from aiogram.types import Update
from prompt_toolkit import PromptSession
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.patch_stdout import patch_stdout

from bot.channels.terminal import Terminal
from bot.demo import seed, tell
from bot.dispatcher import dispatcher
from bot.furnish import furnish
from bot.installation import naming_the_database, prepare
from bot.intake import Intake
from bot.now import utc_now
from bot.outages import is_outage
from bot.sender import sender
from bot.settings import Settings
from scheduler.delivery import Delivery
from scheduler.pace import Pace
from storage import inbox_setbacks, staff
from storage.database import Database

log = structlog.get_logger()

REPLAY_EVERY = 5.0
"""Seconds between two looks for what was put off or failed."""
AGAIN_AFTER = 2.0
"""Seconds until a line that could not be kept is tried again."""
PATIENCE = timedelta(minutes=2)
"""So long a line of a file waits for the one before it, where that was put off."""


class Talk:
    """One terminal's chat with the house of these settings."""

    def __init__(self, settings: Settings, chat_id: int, language: str) -> None:
        self.settings = settings
        self.database = Database(settings.database)
        self.house = furnish(settings)
        self.texts = self.house.book[language]
        self.terminal = Terminal(chat_id, print, self.texts, settings.home / "talk")
        bots = {self.terminal.channel: self.terminal.bot}
        self.intake = Intake(dispatcher(), bots, self.database, self.house, utc_now)
        send = sender(bots, self.database)
        paces = {self.terminal.channel: Pace()}
        self.delivery = Delivery(
            self.database,
            self.house.policy,
            utc_now,
            send,
            paces,
            self.house.rulebook.proofs,
        )
        self.intake.after_commit = self.delivery.nudge

    async def hold(self) -> None:
        """Talk until /quit or the end of the input. Raises SettingsError."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.database.close)
            await prepare(self.database, self.settings, utc_now())
            with naming_the_database(self.database, self.settings):
                await self._seed_demo()
            print(self.texts("terminal.hint"))
            stack.push_async_callback(self._try, self.delivery.stop)
            stack.push_async_callback(self._try, self.intake.drain)
            await self._try(self._take_up_the_last_run)
            catching_up = asyncio.create_task(self._catch_up())
            stack.callback(catching_up.cancel)
            if sys.stdin.isatty():
                self.delivery.start()
                stack.enter_context(patch_stdout())
                await self._say_all(_typed())
            else:
                await self._say_all(_piped(), piped=True)

    async def _take_up_the_last_run(self) -> None:
        """The channel is this terminal's, so nobody else has anything of it in hand."""
        await self.intake.replay(alone=True)
        await self.intake.drain()

    async def _catch_up(self) -> None:
        """For ever: take up what was put off, or failed and is to be tried again."""
        while True:
            await asyncio.sleep(REPLAY_EVERY)
            await self._try(self.intake.replay)

    async def _say_all(self, lines: AsyncIterator[str], *, piped: bool = False) -> None:
        async for line in lines:
            if line == "/quit":
                return
            update = self._understand(line)
            if update is not None:
                await self._bring(update)
                await self._try(self.intake.drain)
            if piped:
                await self._try(self._wait_for_what_was_put_off)
                await self._try(self.delivery.deliver_due)

    async def _bring(self, update: Update) -> None:
        """Have it kept, however long the database is away: nobody types a line twice."""
        told = False
        while True:
            try:
                await self.intake.keep(self.terminal.channel, [(str(update.update_id), update)])
            except Exception as error:
                log.warning("a line could not be kept", error=type(error).__name__)
                if not is_outage(error):
                    print(self.texts("terminal.not_taken"))
                    return
                if not told:
                    print(self.texts("terminal.waiting"))
                    told = True
                await asyncio.sleep(AGAIN_AFTER)
            else:
                return

    async def _wait_for_what_was_put_off(self) -> None:
        """Nobody reads a file's lines out again, so the next one comes after this one's answer."""
        end = utc_now() + PATIENCE
        while utc_now() < end:
            async with self.database.reading() as db:
                if not await inbox_setbacks.is_any_put_off(db, self.terminal.channel):
                    return
            await asyncio.sleep(1)
            await self.intake.replay()
            await self.intake.drain()

    async def _try(self, act: Callable[[], Awaitable[None]]) -> None:
        """What fails here is kept, and taken up again."""
        try:
            await act()
        except Exception as error:
            log.warning("the terminal tries again later", error=type(error).__name__)

    def _understand(self, line: str) -> Update | None:
        """None: nothing to say, or what it names is not there."""
        if line.startswith("#"):
            update = self.terminal.press(line[1:].strip())
            if update is None:
                print(self.texts("terminal.no_button"))
            return update
        if line.startswith("/photo "):
            name, _, caption = line.removeprefix("/photo ").strip().partition(" ")
            try:
                return self.terminal.send_photo(Path(name).expanduser(), caption or None)
            except (OSError, RuntimeError, ValueError):  # NUL in its name, a home of nobody
                print(self.texts("terminal.no_photo"))
                return None
        return self.terminal.write(line) if line else None

    async def _seed_demo(self) -> None:
        """A demo that was never started; one that was keeps the codes it has printed."""
        async with self.database.reading() as db:
            is_empty = not await staff.active(db)
        if self.settings.demo and is_empty:
            print(tell(self.house.book, "", await seed(self.database, self.house, utc_now())))


async def _typed() -> AsyncIterator[str]:
    """Lines of a person at the keyboard, with a history that is not kept."""
    prompt: PromptSession[str] = PromptSession("> ", history=InMemoryHistory())
    while True:
        try:
            yield (await prompt.prompt_async()).strip()
        except (EOFError, KeyboardInterrupt):
            return


async def _piped() -> AsyncIterator[str]:
    """Lines of a file or another program; each is shown, since nobody sees it being typed."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(f"> {line.strip()}")
        yield line.strip()
