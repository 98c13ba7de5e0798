"""What the house says, with what only channels of ours understand of it."""

from aiogram.methods import EditMessageText, SendMessage, SendPhoto
from pydantic import Field


class HouseMessage(SendMessage):
    """A SendMessage to everybody else: the fields added here are never sent to Telegram.

    alarm: it answers a danger, and is to stand out. fleeting, about: as domain.say.Say has them.
    """

    alarm: bool = Field(default=False, exclude=True)
    fleeting: bool = Field(default=False, exclude=True)
    about: int | None = Field(default=None, exclude=True)


class HouseEdit(EditMessageText):
    """An EditMessageText to everybody else."""

    fleeting: bool = Field(default=False, exclude=True)
    about: int | None = Field(default=None, exclude=True)


class HousePhoto(SendPhoto):
    """A SendPhoto to everybody else."""

    about: int | None = Field(default=None, exclude=True)
