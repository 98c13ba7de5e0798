"""Turns what the house says into methods of a channel."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessages,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyParameters,
    Update,
)

from domain.say import Say
from storage import drafts, photos
from storage.database import Database

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


async def say_to(
    bot: Bot, database: Database, chat_id: int, say: Say, quoted: int | None = None
) -> int | None:
    """Send or edit one message. Returns its number; None when there was nothing to send.

    An edit of a message that is gone becomes a new message: what is said must be seen.
    """
    for start in range(0, len(say.forget), FORGET_AT_ONCE):
        with suppress(TelegramBadRequest):  # too old for the channel, or gone already
            numbers = list(say.forget[start : start + FORGET_AT_ONCE])
            await bot(DeleteMessages(chat_id=chat_id, message_ids=numbers))
    for number in say.photos:
        jpeg = await photos.read(database, number)
        if jpeg is not None:
            await bot(SendPhoto(chat_id=chat_id, photo=BufferedInputFile(jpeg, f"{number}.jpg")))
    if say.document is not None:
        content = BufferedInputFile(say.document.content.encode(), say.document.name)
        await bot(SendDocument(chat_id=chat_id, document=content))
    if not say.text:
        return None
    if say.edits is not None:
        try:
            edit = EditMessageText(
                chat_id=chat_id, message_id=say.edits, text=say.text, reply_markup=keyboard(say)
            )
            await bot(edit)
        except TelegramBadRequest as error:
            if "not modified" in error.message:
                return say.edits
        else:
            return say.edits
    quote = ReplyParameters(message_id=quoted, allow_sending_without_reply=True) if quoted else None
    send = SendMessage(
        chat_id=chat_id, text=say.text, reply_markup=keyboard(say), reply_parameters=quote
    )
    return (await bot(send)).message_id


async def reply(
    bot: Bot, database: Database, chat_id: int, update: Update, says: list[Say]
) -> None:
    """Say everything in answer to an update. A pressed button is always told that it was heard."""
    press = update.callback_query
    if press is not None:
        toast = next((say.toast for say in says if say.toast), None)
        await _answer_press(bot, AnswerCallbackQuery(callback_query_id=press.id, text=toast))
    for say in says:
        edits = say.edits
        if say.edit and press is not None and isinstance(press.message, Message):
            edits = press.message.message_id
        quoted = update.message.message_id if say.quote and update.message is not None else None
        number = await say_to(bot, database, chat_id, replace(say, edits=edits), quoted)
        if say.card and number is not None:
            async with database.transaction() as db:
                await drafts.note_card(db, say.card, number)


async def _answer_press(bot: Bot, method: TelegramMethod[Any]) -> None:
    with suppress(TelegramBadRequest):  # a press answered too late is no longer waited for
        await bot(method)
