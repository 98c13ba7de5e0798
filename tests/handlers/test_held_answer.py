"""An answer written at night: staff know when it arrives, and nothing stale arrives."""

import pytest
from sqlalchemy import select

from domain.area import Area
from domain.role import Role
from handlers.house import House
from storage.database import Database
from storage.schema.complaint import Complaint
from storage.schema.deadline import Event
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.desks import sign_in
from tests.talk.stage import Person, Stage

ANSWER = "是什么：窗口已经改正。为什么：核实属实。怎么办：请您看看实际情况，不满意请告诉我们。"


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def answered_at_night(stage: Stage, act: str = "答复") -> tuple[Person, Person, str]:
    """The citizen, the desk and the receipt code; it is 22:00."""
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    person = await stage.person(5).agrees()
    await person.says("窗口的人态度恶劣，骂人，不耐烦，把我赶出来（示例）")
    for button in ("写好了", "可以联系我", "提交"):
        await person.presses(button)
    await stage.deliver()
    stage.wait(hours=12)
    await desk.presses("✅ 接办")
    await writes(desk, act)
    await stage.deliver()
    async with stage.database.reading() as db:
        complaint = (await db.scalars(select(Complaint))).one()
    return person, desk, complaint.receipt_code


async def writes(desk: Person, act: str, words: str = ANSWER) -> None:
    await desk.presses(act)
    await desk.presses("✏️ 自己写")
    await desk.says(words)
    await desk.presses("📨 发给群众")


async def comes_in_the_morning(stage: Stage, person: Person) -> list[str]:
    before = len(person.texts())
    stage.wait(hours=11)
    await stage.deliver()
    return person.texts()[before:]


async def answers(stage: Stage) -> list[tuple[str, str | None]]:
    async with stage.database.reading() as db:
        rows = await db.scalars(select(Outbox).where(Outbox.kind == "answer").order_by(Outbox.id))
        return [(row.state, row.reason) for row in rows]


@pytest.mark.parametrize("act", ["答复", "追问", "办结"])
async def test_staff_are_told_when_it_arrives(stage: Stage, act: str) -> None:
    """It was said to be on its way, and the citizen saw nothing until the morning."""
    person, desk, _ = await answered_at_night(stage, act)
    assert "08:00以后送到" in desk.sees()
    assert any(ANSWER in text for text in await comes_in_the_morning(stage, person))


async def test_what_its_citizen_read_by_the_receipt_comes_no_second_time(stage: Stage) -> None:
    person, _, code = await answered_at_night(stage)
    await person.says(code)
    assert ANSWER in person.sees()
    assert await comes_in_the_morning(stage, person) == []
    assert await answers(stage) == [("never", "seen")]
    async with stage.database.reading() as db:
        assert "told" in list(await db.scalars(select(Event.name)))


async def test_what_was_judged_in_the_night_asks_for_no_verdict_in_the_morning(
    stage: Stage,
) -> None:
    """It asked "is it settled?" below the closed receipt, with buttons that did nothing."""
    person, _, code = await answered_at_night(stage)
    await person.says(code)
    await person.presses("解决了")
    assert await comes_in_the_morning(stage, person) == []


@pytest.mark.parametrize("button", ["没解决", "撤回"])
async def test_after_somebody_else_with_the_code_acted_it_comes_as_plain_words(
    stage: Stage, button: str
) -> None:
    person, _, code = await answered_at_night(stage)
    other = await stage.person(6).agrees()
    await other.says(code)
    await other.presses(button)
    if button == "撤回":
        await other.presses("确定撤回")
    (came,) = await comes_in_the_morning(stage, person)
    assert ANSWER in came
    assert "这以后又有了变化" in came
    assert person.buttons() == ["查这一件", "回到菜单"]


async def test_only_the_last_of_two_held_answers_asks_for_a_verdict(stage: Stage) -> None:
    person, desk, _ = await answered_at_night(stage)
    await desk.presses("回到这件诉求")
    await writes(desk, "办结", ANSWER + "现在办结。")
    first, second = await comes_in_the_morning(stage, person)
    assert "这以后又有了变化" in first
    assert "已办结" in second


async def test_by_day_it_is_on_its_way(stage: Stage) -> None:
    person, desk, _ = await answered_at_night(stage)
    stage.wait(hours=12)
    await desk.presses("回到这件诉求")
    await writes(desk, "追问", "大概几点钟？")
    assert "追问已发出" in desk.sees()
    await stage.deliver()
    assert "大概几点钟" in person.sees()
