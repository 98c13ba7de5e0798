"""Presses that no button of ours can send."""

import pytest

from handlers.house import House
from storage import inbox
from storage.database import Database
from tests.conftest import NOW
from tests.talk.stage import Stage


@pytest.mark.parametrize(
    "forged",
    ["consent:show:zh\n", "consent:agree:zh\n", "menu\x00", "survey:begin:safety 1", "菜单"],
)
async def test_a_forged_press_is_told_that_it_is_nothing(
    sqlite: Database, house: House, forged: str
) -> None:
    """A line end once passed a filter's `$` and reached the verb, which failed three times."""
    stage = Stage(sqlite, house, NOW)
    person = await stage.person(101).agrees()
    message = list(person.messages().values())[-1]
    await stage.feed(person.press_of(message, forged))
    assert house.book["zh"]("house.stale_button") in person.sees()
    async with sqlite.reading() as db:
        assert await inbox.count_failed(db) == 0
