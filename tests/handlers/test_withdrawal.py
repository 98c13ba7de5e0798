"""After STOP, muting or leaving, nothing more is heard of a case, and what was agreed on is void."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import select, update

from handlers.house import House
from storage.database import Database
from storage.schema.case import CaseFollower
from storage.schema.citizen import Citizen
from storage.schema.outbox import Outbox
from storage.schema.task import CaseProperty
from tests.conftest import NOW
from tests.followed import Followed
from tests.talk.stage import Person, Stage

Way = Callable[[Followed], Awaitable[None]]


async def stops(followed: Followed) -> None:
    await followed.citizen.says("退订")


async def switches_off(followed: Followed) -> None:
    await followed.citizen.says("/stop")
    await followed.citizen.presses("关掉进展通知")


async def mutes(followed: Followed) -> None:
    await followed.citizen.presses("不用通知我")


async def turns_off(followed: Followed) -> None:
    await followed.citizen.presses(f"case:notices:{(await followed.case()).id}:off")


async def leaves(followed: Followed) -> None:
    await followed.citizen.presses(f"case:leave:{(await followed.case()).id}")


async def erases(followed: Followed) -> None:
    await followed.citizen.says("我的数据")
    await followed.citizen.presses("全部删除")
    await followed.citizen.presses("确定删除")


WAYS: dict[str, Way] = {
    "STOP": stops,
    "the switch": switches_off,
    "muting": mutes,
    "turning off": turns_off,
    "leaving": leaves,
    "erasing": erases,
}


@pytest.fixture
def followed(database: Database, house: House, tmp_path: Path) -> Followed:
    return Followed(Stage(database, house, NOW), tmp_path)


async def chooses(followed: Followed) -> Person:
    """A half day is chosen; the desk has the card."""
    desk = await followed.desk()
    await followed.begins()
    await followed.has_property(desk)
    await followed.citizen.presses("约个时间")
    await followed.citizen.presses(followed.citizen.buttons()[0])
    await followed.stage.deliver()
    return desk


async def slots(followed: Followed) -> list[tuple[str | None, bool]]:
    async with followed.stage.database.reading() as db:
        return [(kept.slot, kept.agreed) for kept in await db.scalars(select(CaseProperty))]


@pytest.mark.parametrize("way", WAYS)
async def test_the_chosen_day_is_void_and_the_desk_is_told_to_call(
    followed: Followed, way: str
) -> None:
    """The desk's yes went out as an answer, for which no consent was asked."""
    desk = await chooses(followed)
    old = desk.press("✅ 确认")
    await WAYS[way](followed)
    assert "时间也作废了" in "".join(followed.citizen.texts())
    before = followed.citizen.texts()
    await followed.stage.deliver()
    assert desk.sees().startswith("📦 约好的时间作废了，请打电话")
    assert await slots(followed) == [(None, False)]
    await followed.stage.feed(old, "old")
    assert "已经改了" in "".join(desk.texts())
    followed.stage.wait(hours=1)
    await followed.stage.deliver()
    assert followed.citizen.texts() == before


@pytest.mark.parametrize("way", ["STOP", "muting", "leaving"])
async def test_a_yes_that_waits_for_the_morning_does_not_leave(
    followed: Followed, way: str
) -> None:
    desk = await chooses(followed)
    followed.stage.wait(hours=12)
    await desk.presses("✅ 确认")
    await WAYS[way](followed)
    before = followed.citizen.texts()
    followed.stage.wait(hours=12)
    await followed.stage.deliver()
    assert followed.citizen.texts() == before
    await followed.citizen.says("/stop")
    assert await slots(followed) == [(None, False)]


async def test_what_is_taken_up_at_that_moment_is_looked_at_again(followed: Followed) -> None:
    """Whatever wrote the row: at the moment of sending the follower decides."""
    desk = await chooses(followed)
    followed.stage.wait(hours=12)
    await desk.presses("✅ 确认")
    async with followed.stage.database.transaction() as db:
        await db.execute(update(CaseFollower).values(notices=False))
    followed.stage.wait(hours=12)
    await followed.stage.deliver()
    async with followed.stage.database.reading() as db:
        rows = await db.scalars(select(Outbox).where(Outbox.kind == "answer"))
        assert [(row.state, row.reason) for row in rows] == [("never", "stopped")]


async def test_who_has_turned_notices_off_is_offered_no_day_that_nobody_could_confirm(
    followed: Followed,
) -> None:
    desk = await followed.desk()
    await followed.begins()
    await followed.has_property(desk)
    async with followed.stage.database.transaction() as db:
        await db.execute(update(Citizen).values(notices=False))
    await followed.citizen.presses("约个时间")
    assert "关掉了进展通知" in followed.citizen.sees()
    case = await followed.case()
    menu = next(iter(followed.citizen.messages().values()))
    await followed.stage.feed(
        followed.citizen.press_of(menu, f"return:at:{case.id}:20260304a"), "forged"
    )
    assert await slots(followed) == [(None, False)]


async def test_both_notices_say_how_to_check_them_and_can_be_muted(followed: Followed) -> None:
    desk = await chooses(followed)
    await desk.presses("换个时间")
    await followed.stage.deliver()
    assert "怎么核实" in followed.citizen.sees()
    assert "不用通知我" in followed.citizen.buttons()
    followed.stage.wait(minutes=1)
    await followed.citizen.presses("换个时间")
    await followed.citizen.presses(followed.citizen.buttons()[0])
    await followed.stage.deliver()
    await desk.presses("✅ 确认")
    await followed.stage.deliver()
    assert followed.citizen.sees().startswith("领取时间定了")
    assert "怎么核实" in followed.citizen.sees()
    assert "不用通知我" in followed.citizen.buttons()


async def test_a_stop_of_surveys_alone_leaves_the_appointment_as_it_is(
    followed: Followed,
) -> None:
    desk = await chooses(followed)
    await followed.citizen.says("/stop")
    await followed.citizen.presses("关掉测评邀请")
    await desk.presses("✅ 确认")
    await followed.stage.deliver()
    assert followed.citizen.sees().startswith("领取时间定了")
