"""The menu is never more than one press away: in every talk, whatever a citizen was just told."""

from pathlib import Path

import pytest
from aiogram.types import Location, Message, Update
from sqlalchemy import select

from domain.role import Role
from handlers import personnel
from handlers.house import House
from storage.database import Database
from storage.schema.citizen import Chat
from tests.conftest import NOW
from tests.talk.stage import Person, Stage
from tests.talk.transcript import Transcript
from tests.test_talks import TALKS

MENU, IS_MENU = "menu", "complaint:new"
AMONG_STAFF = ("board", "staff_case")
"""Talks in which no citizen hears anything."""


class Watched(Transcript):
    """Looks at every citizen's chat after each line. `lost`: what stood last where there was no way.

    A stranger has no menu yet, and staff have their own.
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, stage.deliver)
        self.lost: list[str] = []
        self.looked_at = 0

    async def _act(self, who: str, act: str | None, what: str) -> None:
        before = {person.chat_id: _last(person) for person in self.people.values()}
        await super()._act(who, act, what)
        citizens = await self._citizens()
        for person in self.people.values():
            last = _last(person)
            if person.chat_id not in citizens or last in (None, before.get(person.chat_id)):
                continue
            self.looked_at += 1
            if last is not None and not _leads_to_menu(last):
                self.lost.append(f"{who}{act or ''}: {what} → {last.text}")

    async def _citizens(self) -> set[int]:
        async with self.stage.database.reading() as db:
            found = await db.scalars(
                select(Chat.chat_id).where(Chat.citizen_id.is_not(None), Chat.staff_id.is_(None))
            )
            return set(found)


def _last(person: Person) -> Message | None:
    """What stands at the end of the chat."""
    return next(reversed(person.messages().values()), None)


def _leads_to_menu(message: Message) -> bool:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return any(button.callback_data in (MENU, IS_MENU) for row in rows for button in row)


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.stem)
async def test_the_menu_is_within_reach_all_through_the_talk(
    path: Path, sqlite: Database, house: House
) -> None:
    """Under notices, broadcasts and two questions there was no way back to it."""
    watched = Watched(Stage(sqlite, house, NOW))
    await watched.play(path.read_text(encoding="utf-8"))
    assert watched.lost == []
    assert watched.looked_at or path.stem in AMONG_STAFF


@pytest.mark.parametrize(
    "said", ["字" * 20_001, "/staff", "/staff WRONG-CODE", "/nosuch", "您好", "查", "？？？"]
)
async def test_it_is_within_reach_whatever_was_typed(
    sqlite: Database, house: House, said: str
) -> None:
    person = await Stage(sqlite, house, NOW).person(101).agrees()
    await person.says(said)
    assert _reaches_menu(person)


async def test_it_is_within_reach_after_a_change_of_what_is_nothing_any_more(
    sqlite: Database, house: House
) -> None:
    person = await Stage(sqlite, house, NOW).person(101).agrees()
    location = Location(latitude=0, longitude=0)
    changed = person.message(location=location)
    await person.stage.feed(Update(update_id=changed.update_id, edited_message=changed.message))
    assert house.book["zh"]("house.edited") in person.sees()
    assert _reaches_menu(person)


async def test_it_is_within_reach_of_who_comes_back_from_work(
    sqlite: Database, house: House
) -> None:
    stage = Stage(sqlite, house, NOW)
    person = await stage.person(101).agrees()
    async with stage.database.transaction() as db:
        _, code = await personnel.add(db, house, "李警官（示例）", Role.TRIAGE, None, None, NOW)
    await person.says(f"/staff {code}")
    await person.says("/leave")
    assert _reaches_menu(person)


async def test_it_is_within_reach_after_a_failure(
    sqlite: Database, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await Stage(sqlite, house, NOW).person(101).agrees()

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(person.stage.intake.decisions.dispatcher, "feed_update", broken)
        await person.says("路灯坏了")
    assert person.sees() == house.book["zh"]("house.trouble")
    assert _reaches_menu(person)


def _reaches_menu(person: Person) -> bool:
    last = _last(person)
    return last is not None and _leads_to_menu(last)
