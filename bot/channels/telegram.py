"""Telegram, the second channel: updates by long polling or webhook, kept before they are confirmed."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import urlsplit

import structlog
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from aiohttp import web
from pydantic import ValidationError

from bot.channels.telegram_session import open_bot
from bot.command_menu import show_commands
from bot.envelope import chat_in
from bot.outages import is_outage
from bot.settings import Settings
from content.text import Book
from domain.typed import writable

log = structlog.get_logger()

CHANNEL = "telegram"
WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_FOR = 25
"""Seconds that Telegram holds a request open when there is nothing new."""
LONGEST_PAUSE = 60.0
LARGEST_UPDATE = 512 * 1024

Keep = Callable[[str, Sequence[tuple[str, Update]]], Awaitable[None]]
SetAside = Callable[[str, str, dict[str, Any], Exception], Awaitable[None]]


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """Updates as they came: one that can't be read must not stop those around it."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int = POLL_FOR
    allowed_updates: ClassVar[list[str]] = WANTED


class Telegram:
    """The channel. `keep` returns when updates are safe; only then are they confirmed. `set_aside`
    keeps one that nobody can read as it is."""

    def __init__(
        self, token: str, settings: Settings, book: Book, keep: Keep, set_aside: SetAside
    ) -> None:
        self.bot = open_bot(token, settings.telegram_api_url)
        self.book, self.keep, self.set_aside = book, keep, set_aside
        self.webhook_url = settings.telegram_webhook_url
        secret = settings.telegram_webhook_secret
        self._secret = secret.get_secret_value() if secret else ""
        self._task: asyncio.Task[None] | None = None

    def add_to(self, app: web.Application) -> None:
        """Open the webhook's door, where there is one."""
        if self.webhook_url is not None:
            app.router.add_post(urlsplit(self.webhook_url).path, self._take)

    def start(self) -> None:
        """Come up in the background: a Telegram that is away hinders nobody else."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Ask for nothing more. The session is closed later, when the last words are out."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        await self._insist(self._announce)
        if self.webhook_url is None:
            offset: int | None = None
            while True:
                offset = await self._insist(lambda: self._poll(offset))  # noqa: B023

    async def _insist(self, act: Callable[[], Awaitable[Any]]) -> Any:
        """Do it until it succeeds, with longer and longer pauses."""
        pause = 1.0
        while True:
            try:
                return await act()
            except TelegramRetryAfter as error:
                pause = float(error.retry_after)
                log.warning("Telegram asks to wait", seconds=pause)
            except TelegramConflictError as error:
                log.error("another program polls with this token", error=str(error))
            except (TelegramUnauthorizedError, TelegramNotFound) as error:
                log.error("MINYI_TELEGRAM_TOKEN is refused", error=self._brief(error))
            except (AiogramError, OSError) as error:
                log.warning("Telegram can't be reached", error=self._brief(error))
            except Exception as error:  # the updates could not be kept: they come again
                log.error("updates could not be kept", error=self._brief(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _announce(self) -> None:
        if self.webhook_url is None:
            await self.bot.delete_webhook()
        else:
            await self.bot.set_webhook(
                self.webhook_url, secret_token=self._secret, allowed_updates=WANTED
            )
        await show_commands(self.bot, self.book)
        log.info("Telegram is open", webhook=self.webhook_url is not None)

    async def _poll(self, offset: int | None) -> int | None:
        """Fetch and keep one batch. Returns the offset that confirms it with the next request."""
        batch = await self.bot(GetRawUpdates(offset=offset), request_timeout=POLL_FOR + 15)
        if not batch:
            return offset
        await self._keep(batch)
        return max(int(raw["update_id"]) for raw in batch) + 1

    async def _take(self, request: web.Request) -> web.Response:
        """One update by webhook. Anything but 200 makes Telegram send it again."""
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        body = await request.content.read(LARGEST_UPDATE + 1)
        while len(body) <= LARGEST_UPDATE and not request.content.at_eof():
            body += await request.content.read(LARGEST_UPDATE + 1 - len(body))
        if len(body) > LARGEST_UPDATE:
            return web.Response(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            raw = _as_object(body)
        except ValueError:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        try:
            await self._keep([raw])
        except Exception as error:
            log.error("an update could not be kept", error=self._brief(error))
            return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)
        return web.Response()

    async def _keep(self, batch: Sequence[dict[str, Any]]) -> None:
        """Keep the updates of private chats; of groups nothing is kept.

        One that can't be kept, or can't be read, is set aside for staff: it stops nobody else. Raises
        what passes by itself, such as a database that is away.
        """
        updates, unreadable = [], []
        for raw in _writable(list(batch)):
            try:
                update = Update.model_validate(raw, context={"bot": self.bot})
            except ValidationError as error:
                log.error("an update can't be read", number=raw["update_id"], error=error.title)
                if _may_be_private(raw):
                    unreadable.append((raw, error))
                continue
            if _is_private(update):
                updates.append((raw, update))
        try:
            if updates:
                kept = [(str(update.update_id), update) for _, update in updates]
                await self.keep(CHANNEL, kept)
        except Exception as error:
            if is_outage(error):
                raise
            for raw, update in updates:
                await self._keep_one(raw, update)
        for raw, fault in unreadable:
            await self._set_aside(raw, fault)

    async def _keep_one(self, raw: dict[str, Any], update: Update) -> None:
        try:
            await self.keep(CHANNEL, [(str(update.update_id), update)])
        except Exception as error:
            if is_outage(error):
                raise
            log.error("an update can't be kept", number=update.update_id, error=self._brief(error))
            await self._set_aside(raw, error)

    async def _set_aside(self, raw: dict[str, Any], fault: Exception) -> None:
        try:
            await self.set_aside(CHANNEL, str(raw["update_id"]), raw, fault)
        except Exception as error:
            if is_outage(error):
                raise
            log.error("an update is lost", number=raw["update_id"], error=self._brief(error))

    def _brief(self, error: Exception) -> str:
        """Without the token, which stands in the address of every request, whole or cut off."""
        return str(error).replace(self.bot.token, "[token]")[:200]


def _writable(said: Any) -> Any:
    """The same with a mark for what no database keeps."""
    if isinstance(said, str):
        return writable(said)
    if isinstance(said, dict):
        return {name: _writable(one) for name, one in said.items()}
    return [_writable(one) for one in said] if isinstance(said, list) else said


def _as_object(body: bytes) -> dict[str, Any]:
    """An update as JSON. Raises ValueError for anything else."""
    raw = json.loads(body)
    if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
        raise ValueError("not an update")
    return raw


def _is_private(update: Update) -> bool:
    pressed = update.callback_query.message if update.callback_query is not None else None
    place = update.message or update.edited_message or update.my_chat_member or pressed
    return place is not None and place.chat.type == "private"


def _may_be_private(raw: dict[str, Any]) -> bool:
    """Of one that can't be read: whether it is of no group."""
    chat = chat_in(raw)
    return chat is None or chat.get("type", "private") == "private"
