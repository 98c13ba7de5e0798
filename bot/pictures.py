"""Fetches what a citizen photographed from its channel, before any transaction is open."""

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Update

from bot.channels.webchat.session import WebChatSession
from handlers.photo import BYTES_LIMIT, Fault, redraw


async def picture_of(bot: Bot, update: Update) -> bytes | Fault | None:
    """The picture of a message, drawn anew. None: there is none.

    Raises what the channel raises when it can't be reached: the update is then tried again.
    """
    message = update.message
    if message is None or not message.photo or message.chat.type != "private":
        return None
    size = message.photo[-1]
    if (size.file_size or 0) > BYTES_LIMIT:
        return Fault.TOO_LARGE
    try:
        file = await bot.get_file(size.file_id)
        if (file.file_size or 0) > BYTES_LIMIT:
            return Fault.TOO_LARGE
        stream = await bot.download_file(file.file_path or "")
    except (TelegramBadRequest, FileNotFoundError):  # the channel does not keep it any more
        return Fault.BROKEN
    if stream is None:
        return Fault.BROKEN
    content = stream.read()
    # The web chat's door has drawn it anew already: once more would only cost time and sharpness.
    return content if isinstance(bot.session, WebChatSession) else await redraw(content)
