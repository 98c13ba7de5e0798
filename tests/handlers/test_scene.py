"""What a chat shows beside the talk follows whose chat it is, also when access ends elsewhere."""

import pytest
from aiogram.types import BotCommandScopeChat

from bot.house_message import HouseScene
from domain.role import Role
from domain.say import Say, Scene
from handlers import personnel
from handlers.house import House
from handlers.scene import scene_of
from storage.database import Database
from tests.conftest import NOW
from tests.talk.stage import Person, Stage


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def _add(stage: Stage, role: Role) -> str:
    async with stage.database.transaction() as db:
        return (await personnel.add(db, stage.house, "甲（示例）", role, None, None, stage.time))[1]


def _shown(person: Person) -> list[Scene]:
    """The scenes of that chat, in order."""
    return [
        method.scene
        for method in person.stage.heard.said
        if isinstance(method, HouseScene)
        and isinstance(method.scope, BotCommandScopeChat)
        and method.scope.chat_id == person.chat_id
    ]


async def test_who_is_deactivated_is_offered_the_commands_of_a_citizen_again(stage: Stage) -> None:
    person = stage.person(101)
    await person.says(f"/staff {await _add(stage, Role.SUPERVISOR)}")
    at_work = _shown(person)[-1]
    assert at_work.role
    async with stage.database.transaction() as db:
        await personnel.deactivate(db, stage.house, 1, stage.time)
    await stage.deliver()
    texts = stage.house.book["zh"]
    assert _shown(person)[-1] == scene_of(texts, None)
    assert _shown(person)[-1].commands != at_work.commands


def test_a_scene_in_a_row_is_the_same_when_it_is_read() -> None:
    say = Say("再见", scene=Scene("zh", "", (("start", "开始"), ("menu", "菜单"))))
    assert Say.from_json(say.as_json()) == say
