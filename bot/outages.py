"""Tells what is away for a while from what is broken."""

from aiogram.exceptions import (
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientError

from storage.database import is_passing

AWAY = (
    ClientError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,  # our token, not this person
)


def is_outage(error: BaseException) -> bool:
    """Whether the same may well succeed later, without anybody mending the program."""
    return is_passing(error) or isinstance(error, AWAY)
