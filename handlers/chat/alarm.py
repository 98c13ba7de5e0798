"""A text that reads like a danger going on now is answered with 110 before everything else."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Message, TelegramObject

from domain.say import Say
from domain.typed import clean
from handlers.turn import Turn


class AlarmFirst(BaseMiddleware):
    """Puts the 110 answer in front of whatever else is said; the text is handled all the same."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        turn: Turn = data["turn"]
        said = await handler(event, data)
        if isinstance(event, Message) and event.chat.type != "private":
            return said
        text = (event.text or event.caption or "") if isinstance(event, Message) else ""
        alarm = turn.house.find_alarm(clean(text)) if text and turn.staff is None else None
        if alarm is None:
            return said
        says = said if isinstance(said, list) else [said] if isinstance(said, Say) else []
        return [Say(turn.texts(f"house.{alarm}"), alarm=True), *says]
