"""A filter for pressed buttons: `verb:argument:argument`, as domain.say.press made them."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, TelegramObject

OURS = re.compile(r"[A-Za-z0-9_:.-]*")
"""All that a button of ours may carry."""


class Pressed(Filter):
    """Lets a press of `verb` (and first arguments) through; the rest arrives as `arguments`."""

    def __init__(self, *start: str) -> None:
        self.start = list(start)

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        parts = (query.data or "").split(":")
        if parts[: len(self.start)] != self.start:
            return False
        return {"arguments": parts[len(self.start) :]}


class OnlyOurs(BaseMiddleware):
    """A press that carries what no button of ours does is a press of nothing: it is told so.

    Filters end in `$`, which lets a line end through: forged, it once reached a verb.
    """

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        if isinstance(event, CallbackQuery) and not OURS.fullmatch(event.data or ""):
            event = event.model_copy(update={"data": ""})
        return await handler(event, data)
