"""A danger is fed to nothing that a talk waits for: after the red card no machine finds fault with it."""

import pytest
from sqlalchemy import func, select

from handlers.house import House
from storage.database import Database
from storage.schema.case import WrongTries
from tests.conftest import NOW
from tests.talk.stage import Stage

CRY = "救命，有人拿刀砍人"


@pytest.fixture
def stage(sqlite: Database, house: House) -> Stage:
    return Stage(sqlite, house, NOW)


WAITING = [
    ["/receipt"],
    ["/case"],
    ["/case", "A330000202600012"],
    ["/survey", "survey:begin:safety"],
]


@pytest.mark.parametrize("steps", WAITING)
@pytest.mark.parametrize("cry", [CRY, "Help! A man with a knife is trying to kill me right now"])
async def test_a_cry_is_no_wrong_code_no_number_and_no_answer(
    stage: Stage, steps: list[str], cry: str
) -> None:
    """The last word to somebody in danger was once that their code is wrong, and it was counted."""
    person = await stage.person(5).agrees()
    for step in steps:
        await (person.presses(step) if step.startswith("survey:") else person.says(step))
    await person.says(cry)
    assert "110" in person.texts()[-2]
    assert "等您安全了" in person.sees()
    async with stage.database.reading() as db:
        assert await db.scalar(select(func.count()).select_from(WrongTries)) == 0


@pytest.mark.parametrize("steps", WAITING)
async def test_what_follows_a_cry_is_heard_too(stage: Stage, steps: list[str]) -> None:
    person = await stage.person(5).agrees()
    for step in steps:
        await (person.presses(step) if step.startswith("survey:") else person.says(step))
    await person.says(CRY)
    await person.says("他还在楼道里没走，孩子在屋里")
    assert "1条文字" in person.sees()


async def test_a_cry_under_a_photo_is_no_photo_of_a_code(stage: Stage) -> None:
    person = await stage.person(5).agrees()
    await person.says("/receipt")
    await person.sends_photo(b"x", caption=CRY)
    assert "等您安全了" in person.sees()
