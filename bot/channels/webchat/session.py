"""The web chat's side of aiogram: methods of the bot become rows of the history and frames."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import datetime
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    DeleteMessages,
    EditMessageReplyMarkup,
    EditMessageText,
    GetFile,
    GetMe,
    SendChatAction,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import BotCommandScopeChat, File, InlineKeyboardMarkup, InputFile, Message, User

from bot.channels.webchat.connections import Connections
from bot.channels.webchat.files import Files, measure
from bot.channels.webchat.frames import show_scene
from bot.channels.webchat.updates import BOT, file_of, message_of
from bot.house_message import HouseEdit, HouseMessage, HousePhoto, HouseScene
from bot.speaking import TEXT_LIMIT
from domain.say import FLEETING
from storage import history, history_erasure
from storage.database import Database
from storage.schema.history import WebMessage

TOKEN = "1:webchat"  # noqa: S105 (not a secret: it only has to look like a token)
"""What `Bot` is given; its number, 1, tells the web chat's bot from others."""


class WebChatSession(BaseSession):
    """Knows the methods that this house uses; any other is refused with TelegramBadRequest."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        files: Files,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(TelegramAPIServer(base="webchat:{method}", file="webchat:{path}"))
        self.database, self.connections = database, connections
        self.files, self.now = files, now
        self._methods: dict[type, Callable[..., Awaitable[Any]]] = {
            GetMe: self._get_me,
            SendMessage: self._send_message,
            HouseMessage: self._send_message,
            HouseEdit: self._edit_text,
            HousePhoto: self._send_photo,
            SendPhoto: self._send_photo,
            SendDocument: self._send_document,
            EditMessageText: self._edit_text,
            EditMessageReplyMarkup: self._edit_buttons,
            DeleteMessage: self._delete_message,
            DeleteMessages: self._delete_messages,
            AnswerCallbackQuery: self._answer_press,
            SendChatAction: self._show_action,
            GetFile: self._get_file,
            HouseScene: self._show_scene,
        }

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 (aiogram's signature)
    ) -> TelegramType:
        perform = self._methods.get(type(method))
        if perform is None:
            raise TelegramBadRequest(method, f"the web chat has no {type(method).__name__}")
        result = await perform(bot, method)
        return cast("TelegramType", result.as_(bot) if isinstance(result, Message) else result)

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """The content of a file. Raises FileNotFoundError when it is not kept any more."""
        content = await self.files.read(url.removeprefix("webchat:"))
        if content is None:
            raise FileNotFoundError(url)
        for start in range(0, len(content), chunk_size):
            yield content[start : start + chunk_size]

    async def close(self) -> None:
        """Database and sockets are closed by who opened them."""

    async def _get_me(self, _bot: Bot, _method: GetMe) -> User:
        return BOT

    async def _send_message(self, _bot: Bot, method: SendMessage) -> Message:
        if not method.text.strip():
            raise TelegramBadRequest(method, "message text is empty")
        if len(method.text) > TEXT_LIMIT:
            raise TelegramBadRequest(method, "message is too long")
        return await self._say(method, method.text)

    async def _send_photo(self, bot: Bot, method: SendPhoto) -> Message:
        picture = measure(await self._content(bot, method.photo))
        return await self._say(method, method.caption, picture)

    async def _send_document(self, bot: Bot, method: SendDocument) -> Message:
        if not isinstance(method.document, InputFile):
            raise TelegramBadRequest(method, "the web chat sends documents as new files only")
        name = method.document.filename or "file"
        content = await self._content(bot, method.document)
        document = history.Document("application/octet-stream", content, name)
        return await self._say(method, method.caption, document)

    async def _say(
        self,
        method: SendMessage | SendPhoto | SendDocument,
        text: str | None,
        file: history.Picture | history.Document | None = None,
    ) -> Message:
        chat_id = int(method.chat_id)
        quotes = method.reply_parameters.message_id if method.reply_parameters else None
        async with self.database.transaction() as db:
            row = await history.say(
                db,
                chat_id,
                self.now(),
                text=text,
                buttons=_buttons(method, method.reply_markup),
                quotes=quotes,
                file=file,
                alarm=isinstance(method, HouseMessage) and method.alarm,
                passes_at=self._passes_at(method),
            )
        if row is None:
            raise TelegramBadRequest(method, "chat not found")
        self.connections.tell(chat_id, row)
        return message_of(row)

    async def _edit_text(self, _bot: Bot, method: EditMessageText) -> Message:
        return await self._edit(
            method, text=method.text, buttons=_buttons(method, method.reply_markup)
        )

    async def _edit_buttons(self, _bot: Bot, method: EditMessageReplyMarkup) -> Message:
        return await self._edit(method, buttons=_buttons(method, method.reply_markup))

    async def _edit(
        self, method: EditMessageText | EditMessageReplyMarkup, **changes: Any
    ) -> Message:
        chat_id, number = int(method.chat_id or 0), method.message_id or 0
        async with self.database.transaction() as db:
            before = await history.find(db, chat_id, number)
            if before is None or before.mine:
                raise TelegramBadRequest(method, "message to edit not found")
            if all(getattr(before, name) == value for name, value in changes.items()):
                raise TelegramBadRequest(method, "message is not modified")
            if isinstance(method, EditMessageText):
                changes["passes_at"] = self._passes_at(method)
            row = await history.edit(db, before, self.now(), changes)
        self.connections.tell(chat_id, row)
        return message_of(row)

    def _passes_at(self, method: TelegramMethod[Any]) -> datetime | None:
        is_fleeting = isinstance(method, HouseMessage | HouseEdit) and method.fleeting
        return self.now() + FLEETING if is_fleeting else None

    async def _delete_message(self, _bot: Bot, method: DeleteMessage) -> bool:
        if not await self._forget(int(method.chat_id), [method.message_id]):
            raise TelegramBadRequest(method, "message to delete not found")
        return True

    async def _delete_messages(self, _bot: Bot, method: DeleteMessages) -> bool:
        await self._forget(int(method.chat_id), method.message_ids)
        return True

    async def _forget(self, chat_id: int, numbers: list[int]) -> list[WebMessage]:
        async with self.database.transaction() as db:
            rows = await history_erasure.forget_messages(db, chat_id, numbers, self.now())
        for row in rows:
            self.connections.tell(chat_id, row)
        return rows

    async def _answer_press(self, _bot: Bot, method: AnswerCallbackQuery) -> bool:
        chat_id, _, key = method.callback_query_id.partition(":")
        if not chat_id.isdecimal() or not key:
            raise TelegramBadRequest(method, "query is too old or its ID is invalid")
        self.connections.tell(int(chat_id), {"t": "answer", "key": key, "text": method.text or ""})
        return True

    async def _show_action(self, _bot: Bot, method: SendChatAction) -> bool:
        self.connections.tell(int(method.chat_id), {"t": "typing"})
        return True

    async def _get_file(self, _bot: Bot, method: GetFile) -> File:
        content = await self.files.read(method.file_id)
        if content is None:
            raise TelegramBadRequest(method, "file is not kept any more")
        return file_of(method.file_id, len(content))

    async def _show_scene(self, _bot: Bot, method: HouseScene) -> bool:
        chat_id = int(cast("BotCommandScopeChat", method.scope).chat_id)
        self.connections.tell(chat_id, show_scene(method.scene))
        return True

    async def _content(self, bot: Bot, file: InputFile | str) -> bytes:
        """The bytes of a new file, or of one that was sent before."""
        if isinstance(file, InputFile):
            return b"".join([chunk async for chunk in file.read(bot)])
        content = await self.files.read(file)
        if content is None:
            raise TelegramBadRequest(GetFile(file_id=file), "file is not kept any more")
        return content


def _buttons(method: TelegramMethod[Any], markup: Any) -> history.Buttons | None:
    """The house only has buttons that call back; a page would not know what to do with others."""
    if markup is None:
        return None
    if not isinstance(markup, InlineKeyboardMarkup):
        raise TelegramBadRequest(method, f"the web chat has no {type(markup).__name__}")
    rows = []
    for row in markup.inline_keyboard:
        if any(button.callback_data is None for button in row):
            raise TelegramBadRequest(method, "the web chat's buttons carry callback_data only")
        rows.append([[button.text, button.callback_data or ""] for button in row])
    return rows or None
