"""`minyi talk`: the same conversation in a terminal."""

import asyncio
import io
import os
import sys

import click

from bot.settings import Settings


@click.command()
@click.option("--chat", default=1, show_default=True, help="Number of the person who talks.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Default: that of LANG.")
@click.pass_obj
def talk(settings: Settings, chat: int, language: str | None) -> None:
    """Talk with the house in this terminal, as a citizen or (/staff CODE) as staff.

    Lines may also come from a file or another program.
    """
    from bot.quick_start import import_aiogram

    import_aiogram()
    from bot.talk import Talk

    _speak_utf8()
    asyncio.run(Talk(settings, chat, language or _language()).hold())


def _speak_utf8() -> None:
    """Whatever the locale says; what is no UTF-8 becomes a mark, not an error."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _language() -> str:
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "en" if locale.startswith("en") else "zh"
