"""A filter for pressed buttons: `verb:argument:argument`, as domain.say.press made them."""

from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery


class Pressed(Filter):
    """Lets a press of `verb` (and first arguments) through; the rest arrives as `arguments`."""

    def __init__(self, *start: str) -> None:
        self.start = list(start)

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        parts = (query.data or "").split(":")
        if parts[: len(self.start)] != self.start:
            return False
        return {"arguments": parts[len(self.start) :]}
