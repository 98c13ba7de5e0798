"""What the house says, with what only channels of ours understand of it.

To Telegram these are aiogram's own methods: the fields added here are never sent. fleeting, about: as
domain.say.Say has them.
"""

from aiogram.methods import EditMessageText, SendMessage, SendPhoto, SetMyCommands
from aiogram.types import (
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyParameters,
)
from pydantic import Field

from bot.command_menu import offer
from domain.receipt_code import spans
from domain.say import Scene


def mark_codes(text: str) -> list[MessageEntity] | None:
    """Codes stand out, and a tap copies them. Telegram counts places in UTF-16."""
    return [
        MessageEntity(
            type="code", offset=len(text[:start].encode("utf-16-le")) // 2, length=end - start
        )
        for start, end in spans(text)
    ] or None


class HouseMessage(SendMessage):
    """A SendMessage. alarm: it answers a danger, and is to stand out."""

    alarm: bool = Field(default=False, exclude=True)
    fleeting: bool = Field(default=False, exclude=True)
    about: int | None = Field(default=None, exclude=True)

    def __init__(
        self,
        *,
        chat_id: int,
        text: str,
        reply_markup: InlineKeyboardMarkup | None = None,
        reply_parameters: ReplyParameters | None = None,
        alarm: bool = False,
        fleeting: bool = False,
        about: int | None = None,
    ) -> None:
        super().__init__(
            chat_id=chat_id,
            text=text,
            entities=mark_codes(text),
            reply_markup=reply_markup,
            reply_parameters=reply_parameters,
            alarm=alarm,
            fleeting=fleeting,
            about=about,
        )


class HouseEdit(EditMessageText):
    """An EditMessageText."""

    fleeting: bool = Field(default=False, exclude=True)
    about: int | None = Field(default=None, exclude=True)

    def __init__(
        self,
        *,
        chat_id: int,
        message_id: int,
        text: str,
        reply_markup: InlineKeyboardMarkup | None = None,
        fleeting: bool = False,
        about: int | None = None,
    ) -> None:
        super().__init__(
            chat_id=chat_id,
            message_id=message_id,
            text=text,
            entities=mark_codes(text),
            reply_markup=reply_markup,
            fleeting=fleeting,
            about=about,
        )


class HousePhoto(SendPhoto):
    """A SendPhoto."""

    about: int | None = Field(default=None, exclude=True)

    def __init__(
        self,
        *,
        chat_id: int,
        photo: BufferedInputFile,
        caption: str | None = None,
        about: int | None = None,
    ) -> None:
        super().__init__(chat_id=chat_id, photo=photo, caption=caption, about=about)


class HouseScene(SetMyCommands):
    """A SetMyCommands of one chat."""

    scene: Scene = Field(exclude=True)

    def __init__(self, *, chat_id: int, scene: Scene) -> None:
        super().__init__(
            commands=offer(scene.commands),
            scope=BotCommandScopeChat(chat_id=chat_id),
            scene=scene,
        )
