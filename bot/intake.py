"""Takes updates in: keeps each one, has it handled in its chat's order, and replies after the commit."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Chat as TelegramChat
from aiogram.types import Update, User

from bot.arrivals import PAUSES, Arrivals
from bot.fsm import current_turn
from bot.pictures import picture_of
from bot.replies import Replies
from content.text import LANGUAGES
from domain.say import Say
from domain.typed import clean
from handlers import trouble
from handlers.house import House
from handlers.turn import Turn
from scheduler.pace import Pace
from storage import chats, inbox, outbox
from storage.database import Database, is_passing

log = structlog.get_logger()

AT_MOST = 500
"""Updates being handled at once; a channel that brings more waits, so that memory stays bounded."""


class Intake:
    """The one door for updates of every channel.

    `now` tells the time. `after_commit` is called when something was put into the outbox. Tasks are
    owned here: `drain` waits for them.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        bots: dict[str, Bot],
        database: Database,
        house: House,
        now: Callable[[], datetime],
        paces: Mapping[str, Pace] | None = None,
    ) -> None:
        self.dispatcher, self.bots, self.database = dispatcher, bots, database
        self.house, self.now = house, now
        self.arrivals = Arrivals(database, now)
        self.replies = Replies(bots, database, paces if paces is not None else {})
        self.after_commit: Callable[[], None] = lambda: None
        self._turns: WeakValueDictionary[tuple[str, int], asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_hand: set[int] = set()

    async def keep(self, channel: str, updates: Sequence[tuple[str, Update]]) -> None:
        """Keep updates (with their keys) in one commit; then they are handled in the background.

        Returns when they are kept: only then may a channel forget them. Raises what the database
        raises when they can't be kept.
        """
        while len(self._tasks) >= AT_MOST:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        numbers = await self.arrivals.keep(
            [
                inbox.Arrival(
                    channel, key, _place(update)[0], update.model_dump_json(exclude_none=True)
                )
                for key, update in updates
            ]
        )
        for number, (_, update) in zip(numbers, updates, strict=True):
            if number is not None:
                self._start(channel, number, update)

    async def replay(self, older_than: timedelta) -> None:
        """Take up what was kept but not finished: after a crash, or after a failed try."""
        await self.arrivals.erase_settled()
        async with self.database.reading() as db:
            rows = await inbox.unfinished(db, self.now(), older_than)
        for row in rows:
            bot = self.bots.get(row.channel)
            if bot is None or row.payload is None or row.id in self._in_hand:
                continue
            update = Update.model_validate_json(row.payload, context={"bot": bot})
            says = [Say.from_json(said) for said in row.replies or []]
            self._start(row.channel, row.id, update, says if row.state == "said" else None)

    async def drain(self) -> None:
        """Wait until everything taken in is handled."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.arrivals.erase_settled()

    def _start(
        self, channel: str, number: int, update: Update, says: list[Say] | None = None
    ) -> None:
        """Handle an update in the background; `says`: it was decided before, only the words remain."""
        self._in_hand.add(number)
        task = asyncio.create_task(self._see_through(channel, number, update, says))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _see_through(
        self, channel: str, number: int, update: Update, says: list[Say] | None
    ) -> None:
        chat_id, _ = _place(update)
        turn = self._turns.setdefault((channel, chat_id), asyncio.Lock())
        try:
            async with turn:
                if says is None:
                    says = await self._handle(channel, number, update)
                if says is not None and await self.replies.give(channel, chat_id, update, says):
                    self.arrivals.settled.append(number)
        finally:
            self._in_hand.discard(number)

    async def _handle(self, channel: str, number: int, update: Update) -> list[Say] | None:
        """Decide and commit. None: it was done already, or failed and the citizen knows."""
        try:
            return await self._insist(channel, number, update)
        except Exception as error:
            log.error("an update failed", channel=channel, inbox=number, exc_info=error)
            await self._fail(channel, number, update, error)
            return None

    async def _insist(self, channel: str, number: int, update: Update) -> list[Say] | None:
        for pause in PAUSES:
            try:
                return await self._decide(channel, number, update)
            except Exception as error:
                if not is_passing(error):
                    raise
            await asyncio.sleep(pause)
        return await self._decide(channel, number, update)

    async def _decide(self, channel: str, number: int, update: Update) -> list[Say] | None:
        """Have the routers handle an update in one transaction. None: it was done already."""
        now, (chat_id, user) = self.now(), _place(update)
        bot = self.bots[channel]
        picture = await picture_of(bot, update)
        async with self.database.transaction() as db:
            await chats.wait_for_turn(db, channel, chat_id)
            known = await chats.find(db, channel, chat_id)
            chat, citizen, staff = known or (None, None, None)
            texts = self.house.book[chat.language if chat else _language(user)]
            turn = Turn(db, now, channel, chat_id, texts, self.house, chat, citizen, staff)
            current_turn.set(turn)
            if citizen is not None and citizen.seen_at < now - timedelta(days=1):
                citizen.seen_at = now
            if chat is not None:
                chat.closed_at = None
            said = await self.dispatcher.feed_update(
                bot, update, turn=turn, texts=turn.texts, picture=picture
            )
            says = [said] if isinstance(said, Say) else said if isinstance(said, list) else []
            if not await inbox.finish(db, number, [say.as_json() for say in says], now):
                await db.rollback()
                return None
        if outbox.is_filled(db):
            self.after_commit()
        return says

    async def _fail(self, channel: str, number: int, update: Update, error: Exception) -> None:
        """Count the failed try; the citizen is told at the first one, administrators at the last."""
        attempts, (chat_id, user) = 1, _place(update)
        try:
            async with self.database.transaction() as db:
                now = self.now()
                attempts = await inbox.count_failure(db, number, type(error).__name__, now)
                if attempts == inbox.TRIES:
                    await trouble.tell_administrators(db, self.house, channel, number, error, now)
        except Exception as second:  # it stays in the inbox and is taken up by the replay
            log.error("the failure could not be counted", inbox=number, error=str(second)[:200])
        self.after_commit()
        if attempts == 1:
            texts = self.house.book[_language(user)]
            alarm = self.house.find_alarm(clean(_words(update)))
            says = [Say(texts(f"house.{alarm}"), alarm=True)] if alarm else []
            await self.replies.give(channel, chat_id, update, [*says, Say(texts("house.trouble"))])


def _place(update: Update) -> tuple[int, User | None]:
    """The chat that an update belongs to, and who sent it."""
    event = update.event
    chat: TelegramChat | None = getattr(event, "chat", None)
    message = getattr(event, "message", None)
    if chat is None and message is not None:
        chat = message.chat
    user: User | None = getattr(event, "from_user", None)
    return (chat.id if chat else user.id if user else 0), user


def _words(update: Update) -> str:
    message = update.message or update.edited_message
    return (message.text or message.caption or "") if message else ""


def _language(user: User | None) -> str:
    code = (user.language_code or "zh")[:2] if user else "zh"
    return code if code in LANGUAGES else "en" if user and user.language_code else "zh"
