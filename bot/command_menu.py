"""The list of commands that a channel offers while somebody types."""

from aiogram import Bot
from aiogram.types import BotCommand

from content.text import Book, Texts
from domain.role import Post
from handlers.commands import word_commands


async def show_commands(bot: Bot, book: Book) -> None:
    """Set the menu of all chats in every language, and in Chinese for all others."""
    for language, texts in book.items():
        await bot.set_my_commands(menu_of(texts), language_code=language)
    await bot.set_my_commands(menu_of(book["zh"]))


def menu_of(texts: Texts, post: Post | None = None) -> list[BotCommand]:
    """post: of whoever is at work there."""
    return [BotCommand(command=name, description=said) for name, said in word_commands(texts, post)]
