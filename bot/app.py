"""The running program: built from settings, started and stopped in order."""

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable
from datetime import timedelta
from errno import EADDRNOTAVAIL

import structlog
from aiogram import Bot

from bot.channels import telegram
from bot.channels.telegram import Telegram
from bot.channels.webchat.channel import WebChat
from bot.demo import seed, tell
from bot.dispatcher import dispatcher
from bot.fleeting import TakesBack
from bot.furnish import furnish
from bot.installation import naming_the_database, prepare
from bot.intake import Intake
from bot.missing_year import look_ahead
from bot.now import utc_now
from bot.sender import sender
from bot.settings import Settings, SettingsError
from bot.showing import NotesShown
from bot.web import WebServer
from content.text import LANGUAGES
from content.unit import FILE as OWN_UNITS
from handlers.web.feed import FeedDoor
from scheduler import sharing
from scheduler.delivery import Delivery
from scheduler.pace import Pace
from scheduler.sensitive_jobs import mark_listed_cases
from scheduler.sharing import Sharing
from scheduler.timetable import wind_up
from storage.database import Database
from storage.history import CHANNEL

log = structlog.get_logger()

REPLAY_EVERY = timedelta(seconds=20)
"""Between two looks for updates that were left behind by a crash, put off, or failed."""
STOP_WITHIN = 25.0
"""Seconds for each step of stopping: what is not finished then is taken up at the next start."""


class App:
    """Everything of one process. `bots` by channel."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings.database)
        self.house = furnish(settings)
        webchat = WebChat(self.database, utc_now)
        self.bots: dict[str, Bot] = {CHANNEL: webchat.bot}
        self.paces = {CHANNEL: Pace()}
        self.intake = Intake(
            dispatcher(), self.bots, self.database, self.house, utc_now, self.paces
        )
        self.telegram = self._open_telegram()
        self.sharing = Sharing(self.database, self.paces, utc_now)
        self.delivery = Delivery(
            self.database,
            self.house.policy,
            utc_now,
            sender(self.bots, self.database),
            self.paces,
            self.house.rulebook.proofs,
        )
        self.intake.after_commit = self.delivery.nudge
        self.intake.alarms.bells[CHANNEL] = webchat.ring
        self.house.origin_of = lambda channel, chat_id: (
            webchat.connections.origins.of(chat_id) if channel == CHANNEL else None
        )
        for channel, bot in self.bots.items():
            bot.session.middleware(NotesShown(channel, self.database, utc_now))
        self.web = WebServer(settings, webchat, self.intake, self.house.book)
        if self.telegram is not None:
            self.web.open(self.telegram.add_to)
        if settings.feed_secret is not None:
            self.web.open(self._feed_door(settings.feed_secret.get_secret_value()).add_to)
        self.clock = wind_up(
            self.database,
            self.house,
            utc_now,
            {
                "replay": (REPLAY_EVERY, self.intake.replay),
                "share": (sharing.EVERY, self.sharing.announce),
            },
        )

    def _feed_door(self, secret: str) -> FeedDoor:
        """The signed way in for cases, where a secret is set."""
        return FeedDoor(
            self.database,
            self.house,
            secret.encode(),
            self.settings.feed_megabytes * 1024 * 1024,
            self.web.address_of,
            utc_now,
        )

    def _open_telegram(self) -> Telegram | None:
        """The second channel, where a token is set."""
        if self.settings.telegram_token is None:
            return None
        token = self.settings.telegram_token.get_secret_value()
        opened = Telegram(
            token, self.settings, self.house.book, self.intake.keep, self.intake.set_aside
        )
        self.bots[telegram.CHANNEL] = opened.bot
        self.paces[telegram.CHANNEL] = Pace(self.settings.telegram_pace or None)
        opened.bot.session.middleware(TakesBack(telegram.CHANNEL, self.database, utc_now))
        return opened

    async def start(self) -> None:
        """Prepare the database, take up what was left, then open the doors.

        Raises SettingsError for a database of the other kind (demo or real) or out of reach, and where
        nothing can be listened to.
        """
        await prepare(self.database, self.settings, utc_now())
        if not self.settings.demo:
            self._warn_of_invented_units()
            await self._warn_of_missing_year()
        with naming_the_database(self.database, self.settings):
            await self._take_up()
        self.delivery.start()
        self.clock.start()
        try:
            await self.web.start()
        except (OSError, UnicodeError) as error:
            raise _cannot_listen(error) from error
        if self.telegram is not None:
            self.telegram.start()

    def _warn_of_invented_units(self) -> None:
        """Citizens would be sent to telephone numbers that do not exist."""
        invented = sum(unit.demo for unit in self.house.units)
        if invented:
            log.error(
                "citizens are told of invented units and telephone numbers",
                invented=invented,
                file=str(self.settings.home / OWN_UNITS),
            )

    async def _warn_of_missing_year(self) -> None:
        """Dates without their year's holidays are told all the same; somebody must know."""
        now, calendar = utc_now(), self.house.rulebook.calendar
        year, needed = await look_ahead(self.database, calendar, now)
        if needed is not None or year == calendar.day_of(now).year:
            log.warning(
                "dates are kept in a year whose holidays are not on file",
                year=year,
                needed=needed and needed.astimezone(calendar.zone).date().isoformat(),
                file=str(self.settings.home / "calendar" / f"{year}.toml"),
            )

    async def _take_up(self) -> None:
        # Before anything is sent.
        await mark_listed_cases(self.database, self.house, utc_now())
        await self.sharing.join()
        # Before anybody can wait for it, least of all while a message is being written down.
        await self.house.warm_up()
        await self.intake.replay(alone=self.database.is_sqlite)

    async def stop(self) -> None:
        """Close the doors first, finish what was taken in, then put everything away.

        Every step is tried, whatever became of those before it: a database that is away must not
        keep the connections to the channels open.
        """
        if self.clock.running:
            self.clock.shutdown(wait=False)
        if self.telegram is not None:
            await _finish("telegram", self.telegram.stop)
        await _finish("web", self.web.stop)
        await _finish("intake", self.intake.drain)
        await _finish("delivery", self.delivery.stop)
        await _finish("sharing", self.sharing.leave)
        for channel, bot in self.bots.items():
            await _finish(f"session of {channel}", bot.session.close)
        await _finish("database", self.database.close)


def _cannot_listen(error: OSError | UnicodeError) -> SettingsError:
    """By the setting that is in the way: no such host, one of another machine, or the port."""
    is_host = isinstance(error, socket.gaierror | UnicodeError) or error.errno == EADDRNOTAVAIL
    name = "MINYI_HTTP_HOST" if is_host else "MINYI_HTTP_PORT"
    cause = getattr(error, "strerror", None) or error
    return SettingsError(f"{name}: can't listen there: {cause}")


async def _finish(step: str, act: Callable[[], Awaitable[None]]) -> None:
    try:
        async with asyncio.timeout(STOP_WITHIN):
            await act()
    except Exception as error:
        log.error("a part could not be stopped in order", part=step, exc_info=error)


async def run(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    app = App(settings)
    try:
        await app.start()
        if settings.demo:
            with naming_the_database(app.database, settings):
                sign_ins = await seed(app.database, app.house, utc_now())
            print(tell(app.house.book, app.web.address, sign_ins), flush=True)
        await stop.wait()
    finally:
        await app.stop()
    log.info("stopped")
    if settings.demo:
        print("\n".join(app.house.book[language]("demo.stopped") for language in LANGUAGES))
