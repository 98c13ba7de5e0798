"""Notes which messages show a complaint, so that they can be taken back when it must not be seen."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.methods import DeleteMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message
from sqlalchemy.exc import SQLAlchemyError

from bot.house_message import HouseEdit, HouseMessage, HousePhoto
from storage import shown
from storage.database import Database

log = structlog.get_logger()


class NotesShown(BaseRequestMiddleware):
    """After each message about a complaint: a row with its number."""

    def __init__(self, channel: str, database: Database, now: Callable[[], datetime]) -> None:
        self.channel, self.database, self.now = channel, database, now

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Any:
        said: Any = await make_request(bot, method)
        about = method.about if isinstance(method, HouseMessage | HouseEdit | HousePhoto) else None
        if about is not None and isinstance(said, Message):
            is_photo = isinstance(method, HousePhoto)
            try:
                known = await self._note(said, about, is_photo=is_photo)
            except (OSError, SQLAlchemyError) as error:  # it was said: that must not be undone
                log.error("a shown message is not noted", channel=self.channel, error=str(error))
            else:
                if not known:
                    await bot(DeleteMessage(chat_id=said.chat.id, message_id=said.message_id))
        return said

    async def _note(self, said: Message, about: int, *, is_photo: bool) -> bool:
        async with self.database.transaction() as db:
            return await shown.note(
                db,
                self.channel,
                said.chat.id,
                said.message_id,
                about,
                self.now(),
                is_photo=is_photo,
            )
