"""Telegram against a Bot API server on the loopback: kept before confirmed, and blocked chats."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.methods import GetMe
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.app import App
from bot.now import utc_now
from bot.settings import Settings
from domain.role import Role
from handlers import personnel
from handlers.commands import OF_CITIZENS
from storage import inbox
from storage.schema.citizen import Chat
from storage.schema.inbox import Inbox
from tests.botapi.server import BotApi

SECRET = "a-secret-of-sixteen-or-more-letters"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
async def app(api: BotApi, home: Path) -> AsyncIterator[App]:
    app = App(settings(api, home))
    await app.start()
    yield app
    await app.stop()


def settings(api: BotApi, home: Path, **more: Any) -> Settings:
    return Settings(
        home=home,
        http_port=0,
        telegram_token=SecretStr("42:token"),
        telegram_api_url=api.address,
        **more,
    )


def message(number: int, text: str, chat_id: int = 7, kind: str = "private") -> dict[str, Any]:
    person = {"id": chat_id, "is_bot": False, "first_name": "x", "language_code": "zh"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 0,
            "chat": {"id": chat_id, "type": kind},
            "from": person,
            "text": text,
        },
    }


def press(number: int, data: str, chat_id: int = 7) -> dict[str, Any]:
    said = message(number, "x", chat_id)["message"]
    return {
        "update_id": number,
        "callback_query": {
            "id": str(number),
            "from": said["from"],
            "chat_instance": "x",
            "message": said,
            "data": data,
        },
    }


def blocked(number: int, chat_id: int = 7) -> dict[str, Any]:
    bot = {"id": 42, "is_bot": True, "first_name": "Minyi"}
    return {
        "update_id": number,
        "my_chat_member": {
            "chat": {"id": chat_id, "type": "private"},
            "from": {"id": chat_id, "is_bot": False, "first_name": "x"},
            "date": 0,
            "old_chat_member": {"status": "member", "user": bot},
            "new_chat_member": {"status": "kicked", "until_date": 0, "user": bot},
        },
    }


async def until(true: Callable[[], Any], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def kept(app: App) -> list[Inbox]:
    async with app.database.reading() as db:
        return list(await db.scalars(select(Inbox).order_by(Inbox.id)))


async def test_a_citizen_is_answered_by_polling(api: BotApi, app: App) -> None:
    api.push(message(1, "/start"))
    await until(lambda: len(api.messages[7]) == 2)
    assert api.messages[7][0] == app.house.book["zh"]("house.hello")


async def test_the_command_menu_is_set_in_both_languages(api: BotApi, app: App) -> None:
    await until(lambda: api.calls["setMyCommands"] == 3)
    assert api.calls["deleteWebhook"] == 1
    assert all(f'"{name}"' in api.last_call["setMyCommands"]["commands"] for name in OF_CITIZENS)


async def test_a_chat_at_work_gets_a_command_menu_of_its_own(api: BotApi, app: App) -> None:
    """A signed-in chat offered /mydata and /stop, which staff are not answered to."""
    async with app.database.transaction() as db:
        _, code = await personnel.add(db, app.house, "x", Role.SUPERVISOR, None, None, utc_now())
    await until(lambda: api.calls["setMyCommands"] == 3)
    api.push(message(1, f"/staff {code}"))
    await until(lambda: api.calls["setMyCommands"] == 4)
    set_for = api.last_call["setMyCommands"]
    assert json.loads(set_for["scope"]) == {"type": "chat", "chat_id": 7}
    assert {"language", "role"}.isdisjoint(set_for)
    assert '"board"' in set_for["commands"]
    assert '"mydata"' not in set_for["commands"]
    api.push(message(2, "/leave"))
    await until(lambda: api.calls["setMyCommands"] == 5)
    assert '"mydata"' in api.last_call["setMyCommands"]["commands"]


async def test_an_offset_is_confirmed_only_when_its_updates_are_kept(
    api: BotApi, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, work = [True, True], inbox.keep

    async def no_room(*given: Any) -> list[int | None]:
        if full:
            full.pop()
            raise OperationalError("x", None, Exception("database or disk is full"))
        return await work(*given)

    monkeypatch.setattr("bot.arrivals.PAUSES", ())
    monkeypatch.setattr("storage.inbox.keep", no_room)
    await until(lambda: api.calls["getUpdates"])
    api.push(message(1, "/start"), message(2, "/start", 8))
    await until(lambda: len(full) == 1)
    assert [one["update_id"] for one in api.updates] == [1, 2], "they are still Telegram's"
    await until(lambda: len(api.messages[7]) == 2 and len(api.messages[8]) == 2)


async def test_an_update_that_cannot_be_read_stops_nobody(api: BotApi, app: App) -> None:
    api.push({"update_id": 1, "message": "nonsense"}, message(2, "/start"))
    await until(lambda: len(api.messages[7]) == 2)


async def test_half_a_surrogate_pair_is_kept_as_a_mark(api: BotApi, app: App) -> None:
    """It stopped the channel for ever: nothing could be kept, so nothing was confirmed."""
    api.push(message(1, "\ud83d"), message(2, "/start", 8))
    await until(lambda: api.messages[7] and len(api.messages[8]) == 2)


async def test_an_update_that_cannot_be_kept_stops_nobody_and_is_set_aside(
    api: BotApi, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = app.intake.arrivals.keep

    async def refuse(arrivals: Any) -> Any:
        if any(one.payload.startswith('{"update_id":1,') for one in arrivals):
            raise ValueError("no database takes this")  # as it came, it has a gap after the colon
        return await work(arrivals)

    monkeypatch.setattr(app.intake.arrivals, "keep", refuse)
    api.push(message(1, "poison"), message(2, "/start", 8))
    await until(lambda: len(api.messages[8]) == 2)
    async with asyncio.timeout(10):
        while not any(row.attempts == 1 for row in await kept(app)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert not api.updates, "both are confirmed"


async def test_what_cannot_be_read_waits_for_staff_as_it_came(api: BotApi, app: App) -> None:
    api.push({"update_id": 1, "message": {"chat": {"id": 7, "type": "private"}, "text": 5}})
    api.push({"update_id": 2, "message": {"chat": {"id": -7, "type": "group"}, "text": 5}})
    api.push(message(3, "/start"))
    await until(lambda: len(api.messages[7]) == 2)
    [row] = [row for row in await kept(app) if row.attempts]
    assert (row.state, row.chat_id) == ("new", 7), "it is tried again, and holds nobody back"
    assert json.loads(row.payload or "")["message"]["text"] == 5


async def test_a_refused_token_is_named_and_never_logged(
    api: BotApi, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        "bot.channels.telegram.log.error", lambda event, **more: said.append(f"{event} {more}")
    )
    app = App(settings(api, home))
    assert app.telegram is not None
    monkeypatch.setattr("bot.channels.telegram.LONGEST_PAUSE", 0.01)

    async def refuse() -> None:
        raise TelegramUnauthorizedError(GetMe(), f"{api.address}/bot42:token/getMe: Unauthorized")

    monkeypatch.setattr(app.telegram, "_announce", refuse)
    app.telegram.start()
    await until(lambda: said)
    await app.stop()
    assert "MINYI_TELEGRAM_TOKEN is refused" in said[0]
    assert "42:token" not in said[0]


async def test_of_groups_nothing_is_kept(api: BotApi, app: App) -> None:
    api.push(message(1, "hello", -5, "supergroup"), message(2, "/start"))
    await until(lambda: len(api.messages[7]) == 2)
    assert len(await kept(app)) == 1
    assert not api.messages[-5]


async def test_a_blocked_chat_is_closed_until_its_person_writes_again(
    api: BotApi, app: App
) -> None:
    async def closed() -> bool:
        async with app.database.reading() as db:
            chat = (await db.scalars(select(Chat))).one_or_none()
        return chat is not None and chat.closed_at is not None

    api.push(press(1, "consent:agree:zh"), blocked(2))
    async with asyncio.timeout(10):
        while not await closed():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    api.push(message(3, "/menu"))
    async with asyncio.timeout(10):
        while await closed():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_a_dead_telegram_does_not_hinder_the_web_chat(home: Path) -> None:
    api = BotApi()
    api.down = True
    async with api:
        app = App(settings(api, home))
        await app.start()
        try:
            async with aiohttp.ClientSession() as web, web.get(app.web.address) as page:
                assert page.status == 200
            api.down = False
            api.push(message(1, "/start"))
            await until(lambda: len(api.messages[7]) == 2)
        finally:
            await app.stop()


async def test_replies_wait_out_a_flood_answer(api: BotApi, app: App) -> None:
    api.faults.share, api.faults.kinds = 1.0, ("429",)
    api.push(message(1, "/start"))
    await until(lambda: api.statuses[429])
    api.faults.share = 0.0
    await until(lambda: len(api.messages[7]) == 2)


class TestWebhook:
    @pytest.fixture
    async def hooked(self, api: BotApi, home: Path) -> AsyncIterator[App]:
        url, secret = "https://bureau.example/telegram/door", SecretStr(SECRET)
        app = App(settings(api, home, telegram_webhook_url=url, telegram_webhook_secret=secret))
        await app.start()
        yield app
        await app.stop()

    async def post(self, app: App, body: Any, secret: str = SECRET) -> int:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        address = f"{app.web.address}telegram/door"
        async with aiohttp.ClientSession() as web:
            data = {"data": body} if isinstance(body, bytes) else {"json": body}
            async with web.post(address, headers=headers, **data) as answer:
                return answer.status

    async def test_it_is_announced_with_its_secret(self, api: BotApi, hooked: App) -> None:
        await until(lambda: api.calls["setWebhook"])
        assert api.last_call["setWebhook"]["secret_token"] == SECRET
        assert api.calls["getUpdates"] == 0

    async def test_an_update_is_answered(self, api: BotApi, hooked: App) -> None:
        assert await self.post(hooked, message(1, "/start")) == 200
        await until(lambda: len(api.messages[7]) == 2)

    async def test_a_wrong_secret_is_refused(self, api: BotApi, hooked: App) -> None:
        assert await self.post(hooked, message(1, "/start"), "wrong") == 403
        assert await self.post(hooked, message(1, "/start"), "") == 403
        assert await kept(hooked) == []

    async def test_what_is_no_update_or_too_large_is_refused(self, hooked: App) -> None:
        assert await self.post(hooked, b"no json") == 400
        assert await self.post(hooked, []) == 400
        assert await self.post(hooked, b"x" * (600 * 1024)) == 413

    async def test_a_failure_to_keep_is_sent_again_by_telegram(
        self, api: BotApi, hooked: App, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def no_room(*_: Any) -> list[int | None]:
            raise OperationalError("x", None, Exception("database or disk is full"))

        with monkeypatch.context() as patch:
            patch.setattr("bot.arrivals.PAUSES", ())
            patch.setattr("storage.inbox.keep", no_room)
            assert await self.post(hooked, message(1, "/start")) == 500
        assert await self.post(hooked, message(1, "/start")) == 200
        assert await self.post(hooked, message(1, "/start")) == 200, "a second time changes nothing"
        await until(lambda: len(api.messages[7]) == 2)
        assert len(await kept(hooked)) == 1
