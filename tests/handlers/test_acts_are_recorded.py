"""Whatever staff change is in the audit table, with who did it: all that they can press and say."""

import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.types import Update
from sqlalchemy import select

from handlers.chat import desks, signin
from handlers.house import House
from storage.database import Database, Table
from storage.schema.citizen import Chat
from storage.schema.staff import Audit
from tests.conftest import NOW
from tests.handlers.staff_scenes import SCENES, Scene
from tests.talk.stage import Person, Stage

BESIDES = {"audit", "inbox", "shown_message"}
"""Tables that say how a message went, and nothing of what was done by it."""
OF_TALK = {"state", "data"}
"""Columns of a chat: what the talk waits for."""

Rows = dict[str, list[dict[str, Any]]]


def _handlers() -> Iterator[tuple[str, HandlerObject]]:
    """Every handler that takes what staff press or say, by module and name."""
    for router in (signin.router, *desks.chain_tail):
        for observer in (router.message, router.edited_message, router.callback_query):
            for handler in observer.handlers:
                work = handler.callback
                yield f"{work.__module__.rpartition('.')[2]}.{work.__name__}", handler


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the handlers that took something, in order."""
    names: list[str] = []

    def noting(name: str, work: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def noted(*event: Any, **known: Any) -> Any:
            names.append(name)
            return await work(*event, **known)

        return noted

    for name, handler in list(_handlers()):
        monkeypatch.setattr(handler, "callback", noting(name, handler.callback))
    return names


async def _rows(stage: Stage) -> Rows:
    async with stage.database.reading() as db:
        return {
            table.name: [
                {key: said for key, said in row.items() if key not in OF_TALK}
                for row in (await db.execute(select(table))).mappings()
            ]
            for table in Table.metadata.sorted_tables
            if table.name not in BESIDES
        }


async def _recorded(stage: Stage) -> list[int | None]:
    """By whom, of every act in the table."""
    async with stage.database.reading() as db:
        return list(await db.scalars(select(Audit.staff_id).order_by(Audit.id)))


async def _member_at(stage: Stage, person: Person) -> int | None:
    async with stage.database.reading() as db:
        return await db.scalar(select(Chat.staff_id).where(Chat.chat_id == person.chat_id))


def _update(person: Person, does: str) -> Update:
    """[the label or what it carries], a change of what was said, or words."""
    if does.startswith("改成 "):
        changed = person.message(text=does.removeprefix("改成 "))
        return Update(update_id=changed.update_id, edited_message=changed.message)
    pressed = re.fullmatch(r"\[(.+)\]", does)
    if pressed is None:
        return person.message(text=does)
    if re.fullmatch(r"[a-z_]+(:\w+)+", pressed[1]):
        return person.press_of(list(person.messages().values())[-1], pressed[1])
    return person.press(pressed[1])


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
async def test_what_staff_change_is_recorded(
    scene: Scene, sqlite: Database, house: House, tmp_path: Path, taken: list[str]
) -> None:
    stage = Stage(sqlite, house, NOW)
    people = await scene.begins(stage, tmp_path)
    last = ""
    for step in scene.steps:
        if step.who != last:
            await stage.deliver()
        last, person = step.who, people[step.who]
        before, recorded = await _rows(stage), await _recorded(stage)
        member = await _member_at(stage, person)
        taken.clear()
        await stage.feed(_update(person, step.does))
        after = await _rows(stage)
        assert taken == [step.handler], f"{step.does}: {person.sees()}"
        changed = {name for name in after if after[name] != before[name]}
        assert bool(changed) == step.changes, f"{step.does}: {changed}, {person.sees()}"
        if changed:
            member = member or await _member_at(stage, person)
            new = (await _recorded(stage))[len(recorded) :]
            assert member in new, f"{step.does}: {step.handler} changed {changed} and left no act"


def test_every_handler_of_staff_has_a_scene() -> None:
    """A new one needs a step in tests/handlers/staff_scenes.py."""
    played = {step.handler for scene in SCENES.values() for step in scene.steps}
    assert played == {name for name, _ in _handlers()}
