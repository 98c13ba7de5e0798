"""One update on its way through the house."""

from dataclasses import dataclass

from aiogram.types import Update

from bot.envelope import Envelope
from domain.say import Say


@dataclass(slots=True)
class Errand:
    """number, key: those of its row in the inbox. says: what was decided before and only remains to
    be said; None: it is still to be decided. delays: how often it was put off."""

    channel: str
    number: int
    key: str
    update: Update
    envelope: Envelope
    says: list[Say] | None = None
    delays: int = 0
