"""The terminal as a channel: what the house says is shown as lines, its buttons as numbers."""

import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
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
from aiogram.types import (
    CallbackQuery,
    Chat,
    File,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    Message,
    PhotoSize,
    Update,
    User,
)

from bot.house_message import HouseEdit, HouseMessage, HousePhoto, HouseScene
from content.text import Texts
from domain.typed import writable

TOKEN = "2:terminal"  # noqa: S105 (not a secret: it only has to look like a token)
MARGIN = "      "


class TerminalSession(BaseSession):
    """One chat in one terminal. `show` prints; files that the house sends are put into `folder`.

    Messages are known as long as the program runs: an edit of an older one is said anew. language: that
    of the talk, as far as it was told; whoever is known to nobody is answered in it.
    """

    def __init__(self, show: Callable[[str], None], texts: Texts, folder: Path) -> None:
        super().__init__(TelegramAPIServer(base="terminal:{method}", file="terminal:{path}"))
        self.show, self.texts, self.folder = show, texts, folder
        self.language = texts.language
        self.messages: dict[int, Message] = {}
        # Numbers of a later run must not meet those that cards and drafts remember of this one.
        self.numbers = count(int(time.time() * 1000))
        self._methods: dict[type, Callable[[Any], Awaitable[Any]]] = {
            SendMessage: self._send_message,
            HouseMessage: self._send_message,
            HouseEdit: self._edit,
            HousePhoto: self._send_file,
            SendPhoto: self._send_file,
            SendDocument: self._send_file,
            EditMessageText: self._edit,
            EditMessageReplyMarkup: self._edit,
            AnswerCallbackQuery: self._answer_press,
            GetFile: self._get_file,
            GetMe: self._get_me,
            HouseScene: self._follow_scene,
        }

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 (aiogram's signature)
    ) -> TelegramType:
        perform = self._methods.get(type(method))
        if perform is not None:
            result = await perform(method)
            return cast("TelegramType", result.as_(bot) if isinstance(result, Message) else result)
        if isinstance(method, SendChatAction | DeleteMessage | DeleteMessages):
            return cast("TelegramType", True)  # what was printed stays printed
        raise TelegramBadRequest(method, f"the terminal has no {type(method).__name__}")

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """The content of a file that was sent with /photo. Raises FileNotFoundError."""
        yield _read(url.removeprefix("terminal:"))

    async def close(self) -> None:
        """Nothing is open."""

    def keep(self, chat_id: int, **content: Any) -> Message:
        """A message of this chat, by either side."""
        message = Message(
            message_id=next(self.numbers),
            date=datetime.now(UTC),
            chat=Chat(id=chat_id, type="private"),
            **content,
        )
        self.messages[message.message_id] = message
        return message

    async def _send_message(self, method: SendMessage) -> Message:
        quoted = self.messages.get(getattr(method.reply_parameters, "message_id", 0))
        message = self.keep(
            int(method.chat_id),
            text=method.text,
            reply_markup=method.reply_markup,
            reply_to_message=quoted,
        )
        self._print("terminal.house", message)
        return message

    async def _send_file(self, method: SendPhoto | SendDocument) -> Message:
        file = method.photo if isinstance(method, SendPhoto) else method.document
        if not isinstance(file, InputFile):
            raise TelegramBadRequest(method, "the terminal sends new files only")
        content = b"".join([chunk async for chunk in file.read(cast("Bot", None))])
        path = self.folder / Path(file.filename or "file").name
        _write(path, content)
        self.show(self.texts("terminal.file", path=path))
        return self.keep(int(method.chat_id), text=str(path))

    async def _edit(self, method: EditMessageText | EditMessageReplyMarkup) -> Message:
        before = self.messages.get(method.message_id or 0)
        if before is None:
            raise TelegramBadRequest(method, "message to edit not found")
        changes: dict[str, Any] = {"reply_markup": method.reply_markup}
        if isinstance(method, EditMessageReplyMarkup):  # what was printed stays printed
            message = before.model_copy(update=changes)
            self.messages[message.message_id] = message
            return message
        message = before.model_copy(update=changes | {"text": method.text})
        # The newest message is the one whose buttons are meant by their numbers.
        del self.messages[message.message_id]
        self.messages[message.message_id] = message
        self._print("terminal.changed", message)
        return message

    async def _answer_press(self, method: AnswerCallbackQuery) -> bool:
        if method.text:
            self.show(f"({method.text})")
        return True

    async def _get_file(self, method: GetFile) -> File:
        return File(file_id=method.file_id, file_unique_id="file", file_path=method.file_id)

    async def _get_me(self, _method: GetMe) -> User:
        return User(id=2, is_bot=True, first_name="Minyi", username="minyi")

    async def _follow_scene(self, method: HouseScene) -> bool:
        self.language = method.scene.language
        return True

    def _print(self, who: str, message: Message) -> None:
        lines = (message.text or "").rstrip().splitlines() or [""]
        said = [self.texts(who) + lines[0], *(f"{MARGIN}{line}" for line in lines[1:])]
        numbers = count(1)
        for row in rows_of(message):
            said.append(MARGIN + "  ".join(f"[#{next(numbers)} {one.text}]" for one in row))
        self.show("\n".join(line.rstrip() for line in said))


class Terminal:
    """One person at a keyboard: turns what they type into updates of their chat."""

    def __init__(
        self, chat_id: int, show: Callable[[str], None], texts: Texts, folder: Path
    ) -> None:
        self.chat_id = chat_id
        self.session = TerminalSession(show, texts, folder)
        self.bot = Bot(TOKEN, session=self.session)

    @property
    def user(self) -> User:
        language = self.session.language
        return User(id=self.chat_id, is_bot=False, first_name="", language_code=language)

    @property
    def channel(self) -> str:
        """A channel for each chat: another terminal's messages are not ours to deliver."""
        return f"terminal-{self.chat_id}"

    def write(self, text: str) -> Update:
        said = self.session.keep(self.chat_id, from_user=self.user, text=writable(text))
        return self._update(message=said)

    def send_photo(self, path: Path, caption: str | None) -> Update:
        """Raises OSError for what is no file, or none of ours to read."""
        if not path.is_file():
            raise FileNotFoundError(path)
        path.open("rb").close()
        size = PhotoSize(
            file_id=str(path.resolve(strict=True)),
            file_unique_id=path.name,
            width=1,
            height=1,
            file_size=path.stat().st_size,
        )
        message = self.session.keep(
            self.chat_id, from_user=self.user, photo=[size], caption=caption and writable(caption)
        )
        return self._update(message=message)

    def press(self, name: str) -> Update | None:
        """The button of that number under the newest message with buttons, or the newest button whose
        label begins so. None: there is none."""
        for message in reversed(self.session.messages.values()):
            buttons = [button for row in rows_of(message) for button in row]
            if name.isdecimal() and buttons:
                number = int(name)
                pressed = buttons[number - 1] if 0 < number <= len(buttons) else None
                return self._press(message, pressed) if pressed is not None else None
            for button in buttons:
                if name and button.text.startswith(name):
                    return self._press(message, button)
        return None

    def _press(self, message: Message, button: InlineKeyboardButton) -> Update:
        query = CallbackQuery(
            id=str(next(self.session.numbers)),
            from_user=self.user,
            chat_instance=self.channel,
            message=message,
            data=button.callback_data,
        )
        return self._update(callback_query=query)

    def _update(self, **content: Any) -> Update:
        return Update(update_id=next(self.session.numbers), **content)


def rows_of(message: Message) -> list[list[InlineKeyboardButton]]:
    markup = message.reply_markup
    return markup.inline_keyboard if isinstance(markup, InlineKeyboardMarkup) else []


def _read(path: str) -> bytes:
    return Path(path).read_bytes()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(content)
