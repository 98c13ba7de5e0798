"""Holds the conversation in a terminal: lines in, what the house says out."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

from aiogram.types import Update
from prompt_toolkit import PromptSession
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.patch_stdout import patch_stdout

from bot.channels.terminal import Terminal
from bot.demo import seed, tell
from bot.dispatcher import dispatcher
from bot.furnish import furnish
from bot.installation import prepare
from bot.intake import Intake
from bot.now import utc_now
from bot.sender import sender
from bot.settings import Settings
from scheduler.delivery import Delivery
from scheduler.pace import Pace
from storage import staff
from storage.database import Database


class Talk:
    """One terminal's chat with the house of these settings."""

    def __init__(self, settings: Settings, chat_id: int, language: str) -> None:
        self.settings = settings
        self.database = Database(settings.database)
        self.house = furnish(settings)
        self.texts = self.house.book[language]
        self.terminal = Terminal(chat_id, language, print, self.texts, settings.home / "talk")
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
            await self._seed_demo()
            print(self.texts("terminal.hint"))
            stack.push_async_callback(self.delivery.stop)
            stack.push_async_callback(self.intake.drain)
            if sys.stdin.isatty():
                self.delivery.start()
                stack.enter_context(patch_stdout())
                await self._say_all(_typed())
            else:
                await self._say_all(_piped(), deliver=True)

    async def _say_all(self, lines: AsyncIterator[str], *, deliver: bool = False) -> None:
        async for line in lines:
            if line == "/quit":
                return
            update = self._understand(line)
            if update is not None:
                await self.intake.keep(self.terminal.channel, [(str(update.update_id), update)])
                await self.intake.drain()
            if deliver:
                await self.delivery.deliver_due()

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
            except FileNotFoundError:
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
