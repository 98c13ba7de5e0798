"""Who waits for an answer is shown that it is coming; who does not is shown nothing, at no cost."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SendChatAction

from bot import typing_sign
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


async def test_what_is_answered_in_time_leaves_no_timer(
    sqlite: Database, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(sqlite, house, NOW)
    timers, begin = [], stage.intake.typing_sign.begin

    def noted(channel: str, chat_id: int) -> asyncio.TimerHandle:
        timers.append(begin(channel, chat_id))
        return timers[-1]

    monkeypatch.setattr(typing_sign, "AFTER", 60)
    monkeypatch.setattr(stage.intake.typing_sign, "begin", noted)
    await stage.person(101).says("/start")
    assert [timer.cancelled() for timer in timers] == [True]
    assert stage.heard.signs == []


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
