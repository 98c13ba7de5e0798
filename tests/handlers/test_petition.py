"""More time for a petition: once, in time, with its reason told."""

from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.house import House
from storage.database import Database
from storage.schema.deadline import Event
from tests.conftest import NOW
from tests.followed import Followed
from tests.handlers.feed_files import row
from tests.talk.stage import Person, Stage

EXTEND = "信访批准延期30日"


@pytest.fixture
def followed(database: Database, house: House, tmp_path: Path) -> Followed:
    return Followed(Stage(database, house, NOW), tmp_path)


async def asked(followed: Followed, days: int) -> Person:
    await followed.begins("决定受理", kind="信访", category="噪声")
    desk = await followed.desk()
    followed.stage.wait(days=days)
    await desk.says(f"/case {row(1)['number']}")
    return desk


async def test_the_petitioner_is_told_until_when_and_why(followed: Followed) -> None:
    desk = await asked(followed, 40)
    await desk.presses(EXTEND)
    await desk.presses("等鉴定评估")
    await followed.stage.deliver()
    # Ninety days from its acceptance on 25 February; the sixtieth is a Sunday and moves nothing.
    assert "最晚2026年5月26日书面答复" in followed.citizen.sees()
    assert "专业的鉴定" in followed.citizen.sees()
    assert await followed.acts() == ["petition_extended"]
    async with followed.stage.database.reading() as db:
        (by,) = await db.scalars(select(Event.granted_by).where(Event.name == "petition_extended"))
    assert by == "本机关、单位负责人，并告知延期理由"


async def test_it_is_extended_once(followed: Followed) -> None:
    desk = await asked(followed, 40)
    await desk.presses(EXTEND)
    twice = [desk.press("情况复杂"), desk.press("情况复杂")]
    for press in twice:
        await followed.stage.feed(press)
    assert "不能延期" in "".join(desk.texts())
    await desk.says(f"/case {row(1)['number']}")
    assert EXTEND not in desk.buttons()
    assert await followed.acts() == ["petition_extended"]


async def test_what_is_late_stays_late(followed: Followed) -> None:
    desk = await asked(followed, 70)
    assert EXTEND not in desk.buttons()
    case = await followed.case()
    menu = next(iter(desk.messages().values()))
    await followed.stage.feed(desk.press_of(menu, f"extend:for:{case.id}:complex"))
    assert "不能延期" in "".join(desk.texts())
    assert await followed.acts() == []
