"""Return of property: told once, an appointment, reminders that stop when it was collected."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.area import Area
from domain.role import Role
from handlers.house import House
from scheduler.deadline_jobs import watch_deadlines
from storage import erasure, export
from storage.database import Database
from storage.schema.citizen import Citizen
from storage.schema.deadline import Deadline
from storage.schema.task import CaseProperty
from tests.conftest import NOW
from tests.desks import sign_in
from tests.followed import Followed
from tests.handlers.feed_files import row
from tests.talk.stage import Person, Stage

NOT_HERE = "没有这起案件"
TOLD, REMINDED = "物品可以领取\uff1a编号末四位 0001", "物品还没有领\uff1a编号末四位 0001"


@pytest.fixture
def followed(database: Database, house: House, tmp_path: Path) -> Followed:
    return Followed(Stage(database, house, NOW), tmp_path)


async def becomes_returnable(followed: Followed) -> None:
    desk = await sign_in(followed.stage, Role.DESK, Area.CASEWORK, "chengguan")
    await followed.begins()
    await followed.has_property(desk)


async def test_it_is_told_once_and_noted_when_it_arrived(followed: Followed) -> None:
    await becomes_returnable(followed)
    assert [t.splitlines()[0] for t in followed.citizen.texts()].count(TOLD) == 1
    assert (await followed.acts()) == ["property_returnable", "owner_notified"]


async def test_a_date_in_a_year_without_holidays_is_told_with_that_proviso(
    followed: Followed,
) -> None:
    followed.stage.time = datetime(2026, 11, 2, 2, tzinfo=UTC)
    await becomes_returnable(followed)
    (told,) = [text for text in followed.citizen.texts() if text.startswith(TOLD)]
    # Six months end on Sunday 2 May, a holiday of a fixed day.
    assert "请在2027年5月3日（2027年放假安排公布后可能调整）以前" in told


async def test_a_date_in_a_known_year_is_told_without_a_proviso(followed: Followed) -> None:
    await becomes_returnable(followed)
    assert "可能调整" not in "".join(followed.citizen.texts())


async def test_the_owner_is_reminded_four_times_in_six_months(followed: Followed) -> None:
    await becomes_returnable(followed)
    told = [text for _ in range(67) for text in await followed.wakes(hours=69)]
    assert told.count(REMINDED) == 4


async def test_nobody_is_reminded_of_what_was_collected(followed: Followed) -> None:
    await becomes_returnable(followed)
    desk = await followed.desk()
    menu = next(iter(desk.messages().values()))
    case = await followed.case()
    for key in ("once", "twice"):
        await followed.stage.feed(desk.press_of(menu, f"return:collected:{case.id}"), key)
    told = [t for _ in range(12) for t in await followed.wakes(days=15)]
    assert REMINDED not in told
    assert (await followed.acts()).count("property_collected") == 1


async def test_a_forged_day_is_answered_with_those_that_are_offered(followed: Followed) -> None:
    await becomes_returnable(followed)
    case = await followed.case()
    menu = next(iter(followed.citizen.messages().values()))
    for slot in ("20260303a", "20260307a", "20991231p", "20261399a"):
        await followed.stage.feed(followed.citizen.press_of(menu, f"return:at:{case.id}:{slot}"))
        assert followed.citizen.sees().startswith("哪天方便")


async def test_a_changed_proposal_can_not_be_confirmed_by_the_old_card(
    followed: Followed,
) -> None:
    await becomes_returnable(followed)
    desk = await followed.desk()
    await followed.citizen.presses("约个时间")
    first, second = followed.citizen.buttons()[0], followed.citizen.buttons()[3]
    await followed.citizen.presses(first)
    await followed.stage.deliver()
    old = desk.press("✅ 确认")
    await followed.citizen.presses("换个时间")
    await followed.citizen.presses(second)
    await followed.stage.feed(old, "old")
    assert "已经改了" in "".join(desk.texts())
    await followed.stage.deliver()
    await desk.presses("✅ 确认")
    await followed.stage.deliver()
    assert followed.citizen.sees().startswith("领取时间定了")
    assert second in followed.citizen.sees()


async def test_of_a_sensitive_case_only_staff_are_told(followed: Followed) -> None:
    desk = await followed.desk()
    await followed.begins("侦办中", category="家庭暴力", sensitive="是")
    await desk.says(f"/case {row(1)['number']}")
    assert "不自动发消息" in desk.sees()
    await desk.presses("有物品可发还")
    await desk.says("发还清单1号（示例）")
    await followed.stage.deliver()
    assert TOLD not in "".join(followed.citizen.texts())
    assert "已通知失主" in desk.buttons()
    await desk.presses("已通知失主")
    assert "owner_notified" in await followed.acts()


async def test_what_became_returnable_at_night_is_told_in_the_morning_and_in_time(
    followed: Followed,
) -> None:
    stage = followed.stage
    stage.wait(hours=12)
    await becomes_returnable(followed)
    assert TOLD not in "".join(followed.citizen.texts())
    stage.wait(hours=11)
    await stage.deliver()
    assert TOLD in "".join(followed.citizen.texts())
    await watch_deadlines(stage.database, stage.house, stage.time)
    async with stage.database.reading() as db:
        kept = await db.scalars(select(Deadline.standing).where(Deadline.rule == "property_notice"))
        assert kept.all() == ["done"]


async def test_another_unit_finds_no_such_case(followed: Followed) -> None:
    await followed.begins()
    other = await sign_in(followed.stage, Role.DESK, Area.CASEWORK, "hedong")
    await other.says(f"/case {row(1)['number']}")
    assert NOT_HERE in other.sees()
    await other.says("/case 无此案件")
    assert NOT_HERE in other.sees()


async def test_an_appointment_of_an_erased_citizen_is_gone(followed: Followed) -> None:
    await becomes_returnable(followed)
    await followed.citizen.presses("约个时间")
    await followed.citizen.presses(followed.citizen.buttons()[0])
    async with followed.stage.database.transaction() as db:
        citizen = await db.scalar(select(Citizen))
        assert citizen is not None
        (case,) = (await export.collect(db, citizen))["cases_followed"]
        assert case["appointment"].endswith("a")
        await erasure.erase(db, citizen.id, followed.stage.time)
    async with followed.stage.database.reading() as db:
        kept = (await db.scalars(select(CaseProperty))).one()
    assert (kept.citizen_id, kept.slot, kept.agreed) == (None, None, False)


async def test_what_comes_after_the_first_was_collected_is_told_and_reminded_of_anew(
    followed: Followed,
) -> None:
    """A case had property once: a second batch was noted and nobody heard of it."""
    await becomes_returnable(followed)
    desk = await followed.desk()
    await collects(followed, desk)
    followed.stage.wait(days=30)
    before = len(desk.texts())
    await followed.has_property(desk)
    followed.stage.wait(hours=1)
    await followed.stage.deliver()
    assert [t.splitlines()[0] for t in followed.citizen.texts()].count(TOLD) == 2
    assert any(text.startswith("📦 有物品应当发还") for text in desk.texts()[before:])
    assert await standings(followed, "property_notice") == ["done", "done"]
    await followed.citizen.presses("约个时间")
    assert followed.citizen.sees().startswith("哪天方便")
    told = [t for _ in range(67) for t in await followed.wakes(hours=69)]
    assert told.count(REMINDED) == 4


async def test_what_comes_before_the_first_was_collected_is_told_and_keeps_the_chosen_day(
    followed: Followed,
) -> None:
    await becomes_returnable(followed)
    desk = await followed.desk()
    await chooses(followed)
    followed.stage.wait(hours=1)
    await followed.has_property(desk)
    followed.stage.wait(hours=1)
    await followed.stage.deliver()
    assert [t.splitlines()[0] for t in followed.citizen.texts()].count(TOLD) == 2
    assert (await kept(followed)).slot is not None


@pytest.mark.parametrize("agreed", [True, False])
async def test_after_a_chosen_day_the_desk_is_asked_who_came_and_the_owner_is_reminded_again(
    followed: Followed, agreed: bool
) -> None:
    """Where nobody came on the day that was agreed on, no word was ever said of it again."""
    await becomes_returnable(followed)
    desk = await followed.desk()
    await chooses(followed)
    if agreed:
        await desk.presses("✅ 确认")
    asked = [
        sum(text.startswith("📦 约的时间过了") for text in desk.texts())
        for _ in range(4)
        if await followed.wakes(hours=23) is not None
    ]
    assert asked == [0, 0, 1, 1], "chosen for the day after tomorrow"
    assert ((await kept(followed)).slot, (await kept(followed)).agreed) == (None, False)
    told = [t for _ in range(67) for t in await followed.wakes(hours=69)]
    assert told.count(REMINDED) == 4


async def test_nobody_is_asked_of_a_day_on_which_it_was_collected(followed: Followed) -> None:
    await becomes_returnable(followed)
    desk = await followed.desk()
    await chooses(followed)
    await collects(followed, desk)
    for _ in range(4):
        await followed.wakes(days=1)
    assert not any(text.startswith("📦 约的时间过了") for text in desk.texts())


async def test_the_date_that_is_told_counts_from_when_the_owner_was_told(
    followed: Followed,
) -> None:
    """It counted from when the desk noted the property: told by letter forty days later, the owner
    was given six weeks too few."""
    desk = await followed.desk()
    await followed.begins()
    await followed.citizen.presses("不用通知我")
    await followed.has_property(desk)
    followed.stage.wait(days=40)
    await desk.presses("已通知失主")
    assert "2026年10月12日" in desk.sees()
    await followed.citizen.presses(f"case:notices:{(await followed.case()).id}:on")
    told = [t for _ in range(40) for t in await followed.wakes(hours=23)]
    assert told.count(REMINDED) == 1
    reminder = next(t for t in followed.citizen.texts() if t.startswith(REMINDED))
    assert "到2026年10月12日为止" in reminder
    async with followed.stage.database.reading() as db:
        query = select(Deadline.until).where(Deadline.rule == "property_collection")
        assert (await kept(followed)).until == (await db.scalars(query)).one()


async def test_told_on_the_page_of_the_case_it_counts_from_then_too(followed: Followed) -> None:
    desk = await followed.desk()
    await followed.begins()
    await followed.citizen.presses("不用通知我")
    await followed.has_property(desk)
    followed.stage.wait(days=40)
    await desk.says(f"/case {row(1)['number']}")
    await desk.presses("已通知领取")
    await desk.says("挂号信（示例）")
    assert (await kept(followed)).since == followed.stage.time


async def test_what_is_told_in_the_morning_is_counted_from_the_morning(
    followed: Followed,
) -> None:
    followed.stage.wait(hours=12)
    await becomes_returnable(followed)
    followed.stage.wait(hours=11)
    await followed.stage.deliver()
    assert "请在2026年9月3日以前" in followed.citizen.sees()
    await followed.citizen.presses("约个时间")
    assert (await kept(followed)).since == followed.stage.time


async def chooses(followed: Followed) -> None:
    await followed.citizen.presses("约个时间")
    await followed.citizen.presses(followed.citizen.buttons()[0])
    await followed.stage.deliver()


async def collects(followed: Followed, desk: Person) -> None:
    menu = next(iter(desk.messages().values()))
    case = await followed.case()
    await followed.stage.feed(desk.press_of(menu, f"return:collected:{case.id}"))


async def kept(followed: Followed) -> CaseProperty:
    async with followed.stage.database.reading() as db:
        return (await db.scalars(select(CaseProperty))).one()


async def standings(followed: Followed, rule: str) -> list[str]:
    stage = followed.stage
    await watch_deadlines(stage.database, stage.house, stage.time)
    async with stage.database.reading() as db:
        query = select(Deadline.standing).where(Deadline.rule == rule).order_by(Deadline.since)
        return list(await db.scalars(query))
