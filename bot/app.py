"""The running program: built from settings, started and stopped in order."""

import asyncio
import signal
from datetime import UTC, datetime, timedelta

import structlog
from aiogram import Bot

from bot.channels.webchat.channel import WebChat
from bot.dispatcher import dispatcher
from bot.furnish import furnish
from bot.intake import Intake
from bot.sender import sender
from bot.settings import Settings
from bot.web import WebServer
from scheduler.delivery import Delivery
from scheduler.pace import Pace
from scheduler.timetable import wind_up
from storage.database import Database
from storage.history import CHANNEL
from storage.migrate import migrate

log = structlog.get_logger()


def utc_now() -> datetime:
    return datetime.now(UTC)


class App:
    """Everything of one process. `bots` by channel."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings.database)
        self.house = furnish(settings)
        webchat = WebChat(self.database, utc_now)
        self.bots: dict[str, Bot] = {CHANNEL: webchat.bot}
        self.intake = Intake(dispatcher(), self.bots, self.database, self.house, utc_now)
        self.paces = {CHANNEL: Pace()}
        self.delivery = Delivery(
            self.database,
            self.house.policy,
            utc_now,
            sender(self.bots, self.database),
            self.paces,
        )
        self.intake.after_commit = self.delivery.nudge
        self.web = WebServer(settings, webchat, self.intake, self.house.book)
        self.clock = wind_up(
            self.database,
            self.house,
            utc_now,
            {"replay": (timedelta(seconds=30), lambda: self.intake.replay(timedelta(minutes=1)))},
        )

    async def start(self) -> None:
        """Migrate, take up what was left, then open the doors."""
        await migrate(self.database)
        await self.intake.replay(older_than=timedelta(0))
        self.delivery.start()
        self.clock.start()
        await self.web.start()

    async def stop(self) -> None:
        """Close the doors first, finish what was taken in, then put everything away."""
        self.clock.shutdown(wait=False)
        await self.web.stop()
        await self.intake.drain()
        await self.delivery.stop()
        for bot in self.bots.values():
            await bot.session.close()
        await self.database.close()


async def run(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    app = App(settings)
    try:
        await app.start()
        await stop.wait()
    finally:
        await app.stop()
