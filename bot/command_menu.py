"""The list of commands that a channel offers while somebody types."""

from collections.abc import Iterable

from aiogram import Bot
from aiogram.types import BotCommand

from content.text import Book
from handlers.commands import word_commands


async def show_commands(bot: Bot, book: Book) -> None:
    """Set the menu of all chats in every language, and in Chinese for all others."""
    for language, texts in book.items():
        await bot.set_my_commands(offer(word_commands(texts, None)), language_code=language)
    await bot.set_my_commands(offer(word_commands(book["zh"], None)))


def offer(commands: Iterable[tuple[str, str]]) -> list[BotCommand]:
    """Names with what they do, as a channel takes them."""
    return [BotCommand(command=name, description=said) for name, said in commands]
