"""A stage for talks: the real intake, routers and database, people who write and press."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from aiogram import Bot
from aiogram.types import CallbackQuery, Chat, Message, PhotoSize, Update, User

from bot.dispatcher import dispatcher
from bot.intake import Intake
from bot.sender import sender
from handlers.greeted import Greeted
from handlers.house import House
from scheduler.delivery import Delivery
from scheduler.pace import Pace
from storage.database import Database
from tests.talk.channel import Heard


class Stage:
    """Several chats on one channel. `now` is moved by `wait`."""

    def __init__(self, database: Database, house: House, now: datetime) -> None:
        self.database, self.house, self.time = database, house, now
        house.greeted = Greeted()
        self.heard = Heard()
        self.bot = Bot("1:stage", session=self.heard)
        self.channel = "stage"
        self.bots = {self.channel: self.bot}
        self.intake = Intake(dispatcher(), self.bots, database, house, lambda: self.time)
        self._numbers = count(1)

    def person(self, chat_id: int, language: str = "zh") -> "Person":
        return Person(self, chat_id, language)

    def wait(self, **period: float) -> None:
        self.time += timedelta(**period)

    async def feed(self, update: Update, key: str | None = None) -> None:
        """Take one update in and see it through."""
        if update.message is not None:
            self.heard.written[update.message.message_id] = update.message
        await self.intake.keep(self.channel, [(key or str(update.update_id), update)])
        await self.intake.drain()

    async def deliver(self) -> None:
        """Send what is due in the outbox, as the running program does."""
        await self.intake.drain()
        send = sender(self.bots, self.database)
        paces = {channel: Pace() for channel in self.bots}
        await Delivery(
            self.database,
            self.house.policy,
            lambda: self.time,
            send,
            paces,
            self.house.rulebook.proofs,
        ).deliver_due()

    def number(self) -> int:
        return next(self._numbers)


class Person:
    """Somebody in a private chat of their own."""

    def __init__(self, stage: Stage, chat_id: int, language: str) -> None:
        self.stage, self.chat_id = stage, chat_id
        self.user = User(id=chat_id, is_bot=False, first_name="x", language_code=language)
        self.chat = Chat(id=chat_id, type="private")

    def message(self, **content: Any) -> Update:
        number = self.stage.number()
        return Update(
            update_id=number,
            message=Message(
                message_id=number,
                date=self.stage.time,
                chat=self.chat,
                from_user=self.user,
                **content,
            ),
        )

    async def says(self, text: str) -> None:
        await self.stage.feed(self.message(text=text))

    def blocks(self) -> None:
        """Nothing reaches this chat any more; the channel says so when somebody tries."""
        self.stage.heard.blocked.add(self.chat_id)

    async def sends(self, **content: Any) -> None:
        """Any other kind of message, as aiogram names its fields."""
        await self.stage.feed(self.message(**content))

    async def sends_photo(self, content: bytes, caption: str | None = None) -> None:
        file_id = f"photo{self.stage.number()}"
        self.stage.heard.files[file_id] = content
        size = PhotoSize(file_id=file_id, file_unique_id=file_id, width=10, height=10)
        await self.sends(photo=[size], caption=caption)

    def press(self, label: str, quoted: str | None = None) -> Update:
        """The press of the newest button with that label (or data). Raises LookupError."""
        for message in reversed(list(self.messages().values())):
            for button in (b for row in self._rows(message) for b in row):
                if label in (button.text, button.callback_data):
                    return self.press_of(message, button.callback_data or "", quoted)
        raise LookupError(f"there is no button {label!r} in {self.texts()[-3:]}")

    def press_of(self, message: Message, data: str, quoted: str | None = None) -> Update:
        number = self.stage.number()
        if quoted is not None:
            original = self.message(text=quoted).message
            message = message.model_copy(update={"reply_to_message": original})
        return Update(
            update_id=number,
            callback_query=CallbackQuery(
                id=str(number),
                from_user=self.user,
                chat_instance="x",
                message=message,
                data=data,
            ),
        )

    async def presses(self, label: str, quoted: str | None = None) -> None:
        await self.stage.feed(self.press(label, quoted))

    def messages(self) -> dict[int, Message]:
        """What the person sees of the house's messages, by number, as they stand now."""
        return self.stage.heard.messages.get(self.chat_id, {})

    def texts(self) -> list[str]:
        return [message.text or "" for message in self.messages().values()]

    def sees(self) -> str:
        """The newest message."""
        return self.texts()[-1]

    def buttons(self) -> list[str]:
        """The labels under the newest message."""
        message = list(self.messages().values())[-1]
        return [button.text for row in self._rows(message) for button in row]

    def _rows(self, message: Message) -> list[list[Any]]:
        return message.reply_markup.inline_keyboard if message.reply_markup else []

    async def agrees(self) -> "Person":
        """From the first word to the menu, with the consents to notices and surveys."""
        await self.says("/start")
        await self.presses(self._word("house.agree"))
        await self.presses(self._word("house.yes"))
        await self.presses(self._word("house.yes"))
        await self.presses(self._word("house.no"))
        return self

    def _word(self, key: str) -> str:
        return self.stage.house.book[str(self.user.language_code)](key)
