"""Sends a waiting message through its channel, and says what a channel's refusal means."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from sqlalchemy.exc import SQLAlchemyError

from bot.speaking import say_to
from domain.delivery import Later, Never
from domain.say import Say
from storage.database import Database

NOBODY_THERE = (
    "chat not found",
    "user is deactivated",
    "bot was blocked",
    "user not found",
    "peer_id_invalid",
    "have no rights to send",
    "need administrator rights",
    "can't initiate conversation",
)
"""What Telegram says in a 400 or 403 when the chat can't be written to any more."""


@contextmanager
def understood() -> Iterator[None]:
    """A channel's refusal as Later or Never. What nobody can judge is tried again."""
    try:
        yield
    except TelegramRetryAfter as error:
        after = timedelta(seconds=max(1, error.retry_after))
        raise Later(f"429: retry after {error.retry_after} s", after, flood=True) from error
    except TelegramForbiddenError as error:
        raise Never(f"403: {error.message}", closed=True) from error
    except TelegramUnauthorizedError as error:  # our token, not this person
        raise Later(f"401: {error.message}") from error
    except TelegramNotFound as error:
        raise Later(f"404: {error.message}") from error
    except (TelegramMigrateToChat, TelegramEntityTooLarge) as error:
        raise Never(f"400: {error.message}") from error
    except TelegramBadRequest as error:
        gone = any(words in error.message.lower() for words in NOBODY_THERE)
        raise Never(f"400: {error.message}", closed=gone) from error
    except (AiogramError, OSError, SQLAlchemyError) as error:  # 5xx, pages of a proxy, network
        raise Later(f"{type(error).__name__}: {str(error)[:120]}") from error


def sender(
    bots: Mapping[str, Bot], database: Database
) -> Callable[[str, int, Say], Awaitable[int | None]]:
    """What the delivery loop sends by."""

    async def send(channel: str, chat_id: int, say: Say) -> int | None:
        with understood():
            return await say_to(bots[channel], database, chat_id, say)

    return send
