"""Who waits for an answer is shown that it is coming; who does not is shown nothing, at no cost."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SendChatAction

from bot import typing_sign
from bot.typing_sign import TypingSign
from domain.routing import Routing
from handlers.house import House
from storage.database import Database
from tests.conftest import NOW
from tests.talk.stage import Person, Stage

WORDS = "三号楼前的路灯坏了一个多月没人修"


async def _slow(database: Database, house: House) -> Person:
    """Somebody whose complaint takes a while to be routed."""

    async def route(text: str) -> Routing:
        await asyncio.sleep(0.2)
        return await house.route(text)

    person = await Stage(database, replace(house, route=route), NOW).person(101).agrees()
    await person.says(WORDS)
    await person.presses("写好了")
    await person.presses("可以联系我")
    person.stage.heard.signs.clear()
    return person


async def test_a_sign_is_shown_once_while_an_answer_is_not_there(
    sqlite: Database, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await _slow(sqlite, house)
    monkeypatch.setattr(typing_sign, "AFTER", 0.02)
    await person.presses("提交")
    assert person.stage.heard.signs == [101]
    assert "回执码" in person.sees()


async def test_what_is_answered_in_time_is_shown_no_sign(
    sqlite: Database, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(sqlite, house, NOW)
    monkeypatch.setattr(typing_sign, "AFTER", 0.5)
    await stage.person(101).says("/start")
    await asyncio.sleep(0.6)
    assert stage.heard.signs == []


async def test_an_answer_does_not_overtake_a_sign_on_its_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typing_sign, "AFTER", 0.0)
    arrived: list[str] = []

    async def send(_method: SendChatAction) -> None:
        await asyncio.sleep(0.05)
        arrived.append("sign")

    async with TypingSign({"telegram": cast("Bot", send)}).shown("telegram", 101):
        await asyncio.sleep(0.02)
    arrived.append("answer")
    assert arrived == ["sign", "answer"]


async def test_a_sign_that_hangs_holds_up_an_answer_for_a_moment_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typing_sign, "AFTER", 0.0)
    monkeypatch.setattr(typing_sign, "PATIENCE", 0.02)

    async def send(_method: SendChatAction) -> None:
        await asyncio.sleep(60)

    async with asyncio.timeout(5):
        async with TypingSign({"telegram": cast("Bot", send)}).shown("telegram", 101):
            await asyncio.sleep(0.02)


async def test_where_very_many_wait_few_are_shown_a_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing_sign, "AFTER", 0.0)
    monkeypatch.setattr(typing_sign, "APART", 60)
    shown: list[int | str] = []

    async def send(method: SendChatAction) -> None:
        shown.append(method.chat_id)

    sign = TypingSign({"telegram": cast("Bot", send), "web": cast("Bot", send)})

    async def wait(channel: str, chat_id: int) -> None:
        async with sign.shown(channel, chat_id):
            await asyncio.sleep(0.02)

    await asyncio.gather(*(wait("telegram", chat_id) for chat_id in range(1, 200)), wait("web", 7))
    assert shown == [1, 7]


async def test_a_sign_that_cannot_be_shown_hinders_no_answer(
    sqlite: Database, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await _slow(sqlite, house)
    heard, make = person.stage.heard, person.stage.heard.make_request

    async def refuse(bot: Any, method: Any, timeout: Any = None) -> Any:
        if isinstance(method, SendChatAction):
            raise TelegramNetworkError(method, "away")
        return await make(bot, method, timeout)

    answer: Callable[..., Any] = refuse
    monkeypatch.setattr(heard, "make_request", answer)
    monkeypatch.setattr(typing_sign, "AFTER", 0.02)
    await person.presses("提交")
    assert "回执码" in person.sees()
