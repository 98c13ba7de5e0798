"""Who looks after the words hears of a mistake in them."""

from dataclasses import replace

from sqlalchemy import select

from domain.role import Role
from handlers.house import House
from scheduler.words_jobs import take_changed_words
from storage.database import Database
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.desks import sign_in
from tests.talk.stage import Stage


async def told(database: Database) -> list[str]:
    async with database.reading() as db:
        return [str(row) for row in await db.scalars(select(Outbox.say))]


async def test_administrators_are_told_of_a_bad_change_once(
    database: Database, house: House
) -> None:
    await sign_in(Stage(database, house, NOW), Role.ADMINISTRATOR)

    async def bad() -> str | None:
        return "prevention.toml, line 7: theft.words.偷: the word stands twice"

    bad_house = replace(house, take_changed_words=bad)
    await take_changed_words(database, bad_house, NOW)
    await take_changed_words(database, bad_house, NOW)
    (card,) = await told(database)
    assert "line 7" in card


async def test_nobody_is_told_of_a_good_change(database: Database, house: House) -> None:
    await sign_in(Stage(database, house, NOW), Role.ADMINISTRATOR)
    await take_changed_words(database, house, NOW)
    assert not await told(database)
