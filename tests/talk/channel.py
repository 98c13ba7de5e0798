"""A channel that only writes down what is said: an aiogram Bot whose session is a list."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import (
    DeleteMessages,
    EditMessageReplyMarkup,
    EditMessageText,
    GetFile,
    SendChatAction,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import Chat, File, InlineKeyboardMarkup, Message


class Heard(BaseSession):
    """Keeps every method in order in `said`, and the messages of every chat as they stand now.

    `files`: what may be downloaded, by file id. `written`: what people wrote, for quoting.
    `blocked`: chats whose person blocked the channel. `signs`: chats that were shown that an answer
    is coming.
    """

    def __init__(self) -> None:
        super().__init__()
        self.signs: list[int] = []
        self.said: list[TelegramMethod[Any]] = []
        self.messages: dict[int, dict[int, Message]] = {}
        self.files: dict[str, bytes] = {}
        self.written: dict[int, Message] = {}
        self.deleted: set[int] = set()
        self.blocked: set[int] = set()
        self.next_id = 1000

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        if int(getattr(method, "chat_id", None) or 0) in self.blocked:
            raise TelegramForbiddenError(method, "Forbidden: bot was blocked by the user")
        if isinstance(method, SendChatAction):  # how slow the machine is belongs in no talk
            self.signs.append(int(method.chat_id))
            return True
        self.said.append(method)
        if isinstance(method, SendMessage | SendPhoto | SendDocument):
            return self._keep(bot, int(method.chat_id), method)
        if isinstance(method, EditMessageText):
            messages = self.messages.get(int(method.chat_id or 0), {})
            message = messages.get(method.message_id or 0)
            if message is None:
                raise TelegramBadRequest(method, "message to edit not found")
            return self._keep(bot, message.chat.id, method, message.message_id)
        if isinstance(method, EditMessageReplyMarkup):
            messages = self.messages.get(int(method.chat_id or 0), {})
            if method.message_id not in messages:
                raise TelegramBadRequest(method, "message to edit not found")
            changed = messages[method.message_id].model_copy(
                update={"reply_markup": method.reply_markup}
            )
            messages[method.message_id] = changed
            return changed
        if isinstance(method, GetFile):
            return File(file_id=method.file_id, file_unique_id="u", file_path=method.file_id)
        if isinstance(method, DeleteMessages):
            self.deleted.update(method.message_ids)
            for number in method.message_ids:
                self.messages.get(int(method.chat_id), {}).pop(number, None)
        return True

    def _keep(
        self,
        bot: Bot,
        chat_id: int,
        method: SendMessage | SendPhoto | SendDocument | EditMessageText,
        number: int | None = None,
    ) -> Message:
        if number is None:
            self.next_id += 1
            number = self.next_id
        markup = method.reply_markup
        quotes = getattr(method, "reply_parameters", None)
        before = self.messages.get(chat_id, {}).get(number)
        message = Message(
            message_id=number,
            date=datetime.now(UTC),
            chat=Chat(id=chat_id, type="private"),
            text=getattr(method, "text", None) or getattr(method, "caption", None) or "",
            reply_markup=markup if isinstance(markup, InlineKeyboardMarkup) else None,
            reply_to_message=self.written.get(quotes.message_id)
            if quotes is not None
            else before.reply_to_message
            if before is not None
            else None,
        ).as_(bot)
        self.messages.setdefault(chat_id, {})[number] = message
        return message

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        yield self.files[url.rsplit("/", 1)[-1]]

    async def close(self) -> None:
        """Nothing is open."""
