"""The list of commands that a channel offers while somebody types."""

from aiogram import Bot
from aiogram.types import BotCommand

from content.text import Book, Texts

COMMANDS = (
    "menu",
    "complaint",
    "case",
    "survey",
    "receipt",
    "mydata",
    "link",
    "stop",
    "language",
    "help",
)
"""In the order shown; what they say is in content/texts/commands.toml."""


async def show_commands(bot: Bot, book: Book) -> None:
    """Set the menu in every language, and in Chinese for all others."""
    for language, texts in book.items():
        await bot.set_my_commands(_menu(texts), language_code=language)
    await bot.set_my_commands(_menu(book["zh"]))


def _menu(texts: Texts) -> list[BotCommand]:
    return [BotCommand(command=name, description=texts(f"commands.{name}")) for name in COMMANDS]
