"""Has fleeting messages deleted later, on channels that keep what they are given."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message
from sqlalchemy.exc import SQLAlchemyError

from bot.house_message import HouseEdit, HouseMessage
from domain.say import FLEETING
from storage import outbox
from storage.database import Database

log = structlog.get_logger()


class TakesBack(BaseRequestMiddleware):
    """After each fleeting message of a channel: a row of the outbox that takes it back."""

    def __init__(self, channel: str, database: Database, now: Callable[[], datetime]) -> None:
        self.channel, self.database, self.now = channel, database, now

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Any:
        said: Any = await make_request(bot, method)
        fleeting = isinstance(method, HouseMessage | HouseEdit) and method.fleeting
        if fleeting and isinstance(said, Message):
            try:
                await self._take_back(said)
            except (OSError, SQLAlchemyError) as error:  # it was said: that must not be undone
                log.error("a fleeting message will stay", channel=self.channel, error=str(error))
        return said

    async def _take_back(self, said: Message) -> None:
        now, chat_id, number = self.now(), said.chat.id, said.message_id
        async with self.database.transaction() as db:
            await outbox.take_back(
                db, self.channel, chat_id, [number], due_at=now + FLEETING, now=now
            )
