"""Shows a channel whose chat it is now."""

import structlog
from aiogram import Bot

from bot.house_message import HouseScene
from domain.say import Scene

log = structlog.get_logger()


async def show_scene(bot: Bot, chat_id: int, scene: Scene) -> None:
    """A hint, and no more: that it can't be shown is only noted."""
    try:
        await bot(HouseScene(chat_id=chat_id, scene=scene))
    except Exception as error:
        log.info("the commands of a chat could not be set", error=str(error)[:200])
