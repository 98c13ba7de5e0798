"""Takes updates in: keeps each one, has it handled in its chat's order, and replies after the commit."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Chat as TelegramChat
from aiogram.types import Update, User
from sqlalchemy.exc import SQLAlchemyError

from bot.fsm import current_turn
from bot.pictures import picture_of
from bot.speaking import reply
from content.text import LANGUAGES
from domain.say import Say
from handlers.house import House
from handlers.turn import Turn
from storage import chats, inbox
from storage.database import Database

log = structlog.get_logger()


class Intake:
    """The one door for updates of every channel.

    `now` tells the time. Tasks are owned here: `drain` waits for them.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        bots: dict[str, Bot],
        database: Database,
        house: House,
        now: Callable[[], datetime],
    ) -> None:
        self.dispatcher, self.bots, self.database = dispatcher, bots, database
        self.house, self.now = house, now
        self.after_commit: Callable[[], None] = lambda: None
        self._turns: WeakValueDictionary[tuple[str, int], asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()
        self._said: list[int] = []

    async def keep(self, channel: str, updates: Sequence[tuple[str, Update]]) -> None:
        """Keep updates (with their keys) in one commit; then they are handled in the background.

        Returns when they are kept: only then may a channel forget them.
        """
        arrivals = [
            inbox.Arrival(
                channel, key, _place(update)[0], update.model_dump_json(exclude_none=True)
            )
            for key, update in updates
        ]
        said, self._said = self._said, []
        try:
            async with self.database.transaction() as db:
                numbers = await inbox.keep(db, arrivals, self.now())
                if said:
                    await inbox.erase_said(db, said)
        except BaseException:
            self._said.extend(said)
            raise
        for number, (_, update) in zip(numbers, updates, strict=True):
            if number is not None:
                self._start(channel, number, update)

    async def replay(self, older_than: timedelta) -> None:
        """Take up what was kept but not finished: after a crash, or after a failed try."""
        async with self.database.transaction() as db:
            await inbox.erase_said(db, self._said)
            self._said = []
            rows = await inbox.unfinished(db, self.now() - older_than)
        for row in rows:
            bot = self.bots.get(row.channel)
            if bot is None or row.payload is None:
                continue
            update = Update.model_validate_json(row.payload, context={"bot": bot})
            if row.state == "said":
                says = [Say.from_json(said) for said in row.replies or []]
                await self._reply(row.channel, row.id, update, says)
            else:
                self._start(row.channel, row.id, update)

    async def drain(self) -> None:
        """Wait until everything taken in is handled."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._said:
            async with self.database.transaction() as db:
                await inbox.erase_said(db, self._said)
            self._said = []

    def _start(self, channel: str, number: int, update: Update) -> None:
        task = asyncio.create_task(self._handle(channel, number, update))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _handle(self, channel: str, number: int, update: Update) -> None:
        chat_id, _ = _place(update)
        turn = self._turns.setdefault((channel, chat_id), asyncio.Lock())
        async with turn:
            try:
                says = await self._decide(channel, number, update)
            except Exception as error:
                says = await self._fail(channel, number, update, error)
            if says is not None:
                self.after_commit()
                await self._reply(channel, number, update, says)

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
        return says

    async def _fail(
        self, channel: str, number: int, update: Update, error: Exception
    ) -> list[Say] | None:
        """Count the failed try; what failed stays in the inbox. The citizen is told once."""
        log.error("an update failed", channel=channel, inbox=number, exc_info=error)
        try:
            async with self.database.transaction() as db:
                await inbox.count_failure(db, number, type(error).__name__, self.now())
        except SQLAlchemyError as second:
            log.error("the failure could not be counted", inbox=number, error=str(second))
        texts = self.house.book[_language(_place(update)[1])]
        return [Say(texts("house.trouble"))]

    async def _reply(self, channel: str, number: int, update: Update, says: list[Say]) -> None:
        try:
            await reply(self.bots[channel], self.database, _place(update)[0], update, says)
        except Exception as error:
            log.warning("a reply did not go out", channel=channel, inbox=number, error=str(error))
            return
        self._said.append(number)


def _place(update: Update) -> tuple[int, User | None]:
    """The chat that an update belongs to, and who sent it."""
    event = update.event
    chat: TelegramChat | None = getattr(event, "chat", None)
    message = getattr(event, "message", None)
    if chat is None and message is not None:
        chat = message.chat
    user: User | None = getattr(event, "from_user", None)
    return (chat.id if chat else user.id if user else 0), user


def _language(user: User | None) -> str:
    code = (user.language_code or "zh")[:2] if user else "zh"
    return code if code in LANGUAGES else "en" if user and user.language_code else "zh"
