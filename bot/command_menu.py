"""The list of commands that a channel offers while somebody types, and whose chat it is."""

import structlog
from aiogram import Bot
from aiogram.types import BotCommand

from bot.house_message import HouseScene
from content.text import Book, Texts
from domain.role import Post
from handlers.commands import word_commands

log = structlog.get_logger()


async def show_commands(bot: Bot, book: Book) -> None:
    """Set the menu of all chats in every language, and in Chinese for all others."""
    for language, texts in book.items():
        await bot.set_my_commands(menu_of(texts), language_code=language)
    await bot.set_my_commands(menu_of(book["zh"]))


async def show_scene(bot: Bot, chat_id: int, texts: Texts, post: Post | None, role: str) -> None:
    """Set the menu of one chat, whose language or owner is another one now. A hint, and no more: that
    it can't be shown is only noted."""
    try:
        scene = HouseScene(
            chat_id=chat_id, commands=menu_of(texts, post), language=texts.language, role=role
        )
        await bot(scene)
    except Exception as error:
        log.info("the commands of a chat could not be set", error=str(error)[:200])


def menu_of(texts: Texts, post: Post | None = None) -> list[BotCommand]:
    """post: of whoever is at work there."""
    return [BotCommand(command=name, description=said) for name, said in word_commands(texts, post)]
