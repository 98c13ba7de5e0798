"""Guesses are counted by chat, by case and by address; each door counts alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from handlers.house import House
from storage.database import Database
from tests.conftest import NOW
from tests.followed import Followed
from tests.handlers.feed_files import row
from tests.talk.stage import Stage

NUMBER, CODE = row(1)["number"], row(1)["query_code"]


@pytest.fixture
async def stage(database: Database, house: House, tmp_path: Path) -> Stage:
    """A case is known, and followed by its citizen. Chats from 600 on share one address."""
    shared = replace(house, origin_of=lambda _, chat_id: "village" if chat_id >= 600 else None)
    stage = Stage(database, shared, NOW)
    followed = Followed(stage, tmp_path)
    await followed.begins()
    return stage


async def test_slips_at_one_door_shut_nobody_out_of_another(stage: Stage) -> None:
    person = await stage.person(2).agrees()
    for guess in range(2, 7):
        await person.says(f"M7K2M-9QX{guess}")
    assert "错了5次" in person.sees()
    await person.says("/staff AAAA-AAAA-AAAA-AAAA")
    assert "登录码不对" in person.sees()
    await person.says(f"{NUMBER} {CODE}")
    assert "现在：" in person.sees()


async def test_new_cookies_give_no_new_tries(stage: Stage) -> None:
    for chat in range(600, 606):
        person = await stage.person(chat).agrees()
        for guess in range(5):
            await person.says(f"A99999920260{chat}{guess} 000000")
    fresh = await stage.person(620).agrees()
    await fresh.says(f"{NUMBER} {CODE}")
    assert "这个网络" in fresh.sees()
    elsewhere = await stage.person(2).agrees()
    await elsewhere.says(f"{NUMBER} {CODE}")
    assert "现在：" in elsewhere.sees()
    stage.wait(hours=1)
    await fresh.says(f"{NUMBER} {CODE}")
    assert "现在：" in fresh.sees()


async def test_a_right_code_does_not_forgive_the_address(stage: Stage) -> None:
    for chat in range(600, 608):
        person = await stage.person(chat).agrees()
        for guess in range(4):
            await person.says(f"A99999920260{chat}{guess} 000000")
        await person.says(f"{NUMBER} {CODE}")
        if chat < 607:
            assert "现在：" in person.sees()
    fresh = await stage.person(620).agrees()
    await fresh.says(f"{NUMBER} {CODE}")
    assert "这个网络" in fresh.sees()


async def test_who_follows_a_case_opens_it_however_often_strangers_guessed(stage: Stage) -> None:
    thief = await stage.person(2).agrees()
    for guess in range(5):
        await thief.says(f"{NUMBER} 99999{guess}")
    assert "锁住" in thief.sees()
    follower = stage.person(501)
    await follower.says(f"{NUMBER} {CODE}")
    assert "现在：" in follower.sees()


async def test_whom_strangers_locked_out_is_not_told_to_have_guessed(stage: Stage) -> None:
    """The owner's first and right code was once called the sixth wrong one."""
    thief, owner = await stage.person(2).agrees(), await stage.person(3).agrees()
    for guess in range(5):
        await thief.says(f"{NUMBER} 99999{guess}")
    assert "您已经五次没对上" in thief.sees()
    await owner.says(f"{NUMBER} {CODE}")
    assert "不一定是您" in owner.sees()
    assert "五次" not in owner.sees()


async def test_a_wrong_code_tells_how_many_tries_are_left(stage: Stage) -> None:
    others, person = await stage.person(2).agrees(), await stage.person(3).agrees()
    await others.says(f"{NUMBER} 111111")
    await others.says(f"{NUMBER} 222222")
    await person.says(f"{NUMBER} 333333")
    assert "还可以试2次" in person.sees()
    await person.says("M7K2M-9QX2")
    assert "还可以试4次" in person.sees()
    await person.says("/staff AAAA-AAAA-AAAA-AAAA")
    assert "还可以试4次" in person.sees()
