"""Whose chat it is, and in which language: what a channel shows beside the talk."""

import structlog
from aiogram import Bot

from bot.command_menu import menu_of
from bot.house_message import HouseScene
from handlers.cards import post_of
from handlers.turn import Turn
from handlers.workplace import name_role

log = structlog.get_logger()


def scene_of(turn: Turn) -> tuple[str, int | None]:
    """The language of a chat, and who is at work there: another one is to be shown."""
    return turn.language, turn.staff.id if turn.staff else None


async def show_scene(bot: Bot, turn: Turn) -> None:
    """A hint, and no more: that it can't be shown is only noted."""
    post = post_of(turn.staff) if turn.staff else None
    role = name_role(turn.texts, turn.staff) if turn.staff else ""
    commands = menu_of(turn.texts, post)
    scene = HouseScene(chat_id=turn.chat_id, commands=commands, language=turn.language, role=role)
    try:
        await bot(scene)
    except Exception as error:
        log.info("the commands of a chat could not be set", error=str(error)[:200])
