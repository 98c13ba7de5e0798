"""Turns what the house says into methods of a channel."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessages,
    EditMessageReplyMarkup,
    SendDocument,
)
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyParameters,
    Update,
)
from sqlalchemy.exc import SQLAlchemyError

from bot.house_message import HouseEdit, HouseMessage, HousePhoto, HouseScene
from domain.say import Say
from handlers.export import write_export
from storage import drafts, photos
from storage.database import Database

log = structlog.get_logger()

TEXT_LIMIT = 4096
"""Characters of a message, by the narrowest channel (Telegram)."""
FORGET_AT_ONCE = 100
"""Messages that a channel deletes with one call (Telegram)."""


def keyboard(say: Say) -> InlineKeyboardMarkup | None:
    if not say.buttons:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=b.text, callback_data=b.data) for b in row]
            for row in say.buttons
        ]
    )


def pieces(text: str) -> list[str]:
    """A text in as many messages as a channel needs for it, cut at the end of a line where it can."""
    found = []
    while len(text) > TEXT_LIMIT:
        end = text.rfind("\n", TEXT_LIMIT // 2, TEXT_LIMIT)
        end = end if end > 0 else TEXT_LIMIT
        found.append(text[:end])
        text = text[end:].lstrip("\n")
    return [*found, text]


async def say_to(
    bot: Bot, database: Database, chat_id: int, say: Say, quoted: int | None = None
) -> int | None:
    """Send or edit one message. Returns its number; None when there was nothing to send.

    An edit of a message that is gone becomes a new message: what is said must be seen.
    """
    if say.scene is not None:
        with suppress(TelegramBadRequest):
            await bot(HouseScene(chat_id=chat_id, scene=say.scene))
    for start in range(0, len(say.forget), FORGET_AT_ONCE):
        with suppress(TelegramBadRequest):  # too old for the channel, or gone already
            numbers = list(say.forget[start : start + FORGET_AT_ONCE])
            await bot(DeleteMessages(chat_id=chat_id, message_ids=numbers))
    for number in say.settle:
        with suppress(TelegramBadRequest):  # gone, or without buttons already
            await bot(EditMessageReplyMarkup(chat_id=chat_id, message_id=number))
    for number in say.photos:
        jpeg = await photos.read(database, number)
        if jpeg is not None:
            picture = BufferedInputFile(jpeg, f"{number}.jpg")
            caption = say.caption if number == say.photos[-1] else ""
            photo = HousePhoto(
                chat_id=chat_id, photo=picture, caption=caption or None, about=say.about
            )
            await bot(photo)
    if say.export is not None:
        content = await write_export(database, chat_id, say.export)
        if content is None:  # erased meanwhile
            return None
        file = BufferedInputFile(content, say.export.name)
        await bot(SendDocument(chat_id=chat_id, document=file))
    if not say.text:
        return None
    *before, text = pieces(say.text)
    for piece in before:
        await bot(HouseMessage(chat_id=chat_id, text=piece, fleeting=say.fleeting, about=say.about))
    if say.edits is not None and not before:
        try:
            edit = HouseEdit(
                chat_id=chat_id,
                message_id=say.edits,
                text=text,
                reply_markup=keyboard(say),
                fleeting=say.fleeting,
                about=say.about,
            )
            await bot(edit)
        except TelegramBadRequest as error:
            if "not modified" in error.message:
                return say.edits
        else:
            return say.edits
    quote = ReplyParameters(message_id=quoted, allow_sending_without_reply=True) if quoted else None
    send = HouseMessage(
        chat_id=chat_id,
        text=text,
        reply_markup=keyboard(say),
        reply_parameters=quote,
        alarm=say.alarm,
        fleeting=say.fleeting,
        about=say.about,
    )
    return (await bot(send)).message_id


async def answer_press(bot: Bot, press: CallbackQuery, says: Sequence[Say]) -> bool:
    """Tell a pressed button that it was heard. False: it waits no more, or can't be told."""
    toast = next((say.toast for say in says if say.toast), None)
    try:
        await bot(AnswerCallbackQuery(callback_query_id=press.id, text=toast))
    except (AiogramError, OSError):
        return False
    return True


async def say_in_reply(
    bot: Bot, database: Database, chat_id: int, update: Update, say: Say
) -> int | None:
    """Say one thing in answer to an update: as an edit or a quote of what it was about, if asked to.
    Returns the number of its message."""
    press, edits = update.callback_query, say.edits
    if say.edit and press is not None and isinstance(press.message, Message):
        edits = press.message.message_id
    quoted = update.message.message_id if say.quote and update.message is not None else None
    number = await say_to(bot, database, chat_id, replace(say, edits=edits), quoted)
    if say.card and number is not None:
        try:
            async with database.transaction() as db:
                await drafts.note_card(db, say.card, number)
        except (OSError, SQLAlchemyError) as error:  # it was said: that must not be undone
            log.error("a draft's message is not noted", error=str(error)[:200])
    return number
