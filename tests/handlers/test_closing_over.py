"""Closing over a citizen's "not", on both databases: own words, a new verdict, a supervisor."""

import pytest

from domain.area import Area
from domain.role import Role
from handlers.house import House
from storage import complaints
from storage.database import Database
from storage.schema.complaint import Complaint
from tests.conftest import NOW
from tests.desks import as_it_stands, complain, sign_in
from tests.talk.stage import Person, Stage

OWN = "是什么：您反映的排队问题。为什么：窗口少开了一个。怎么办：请您改走自助机，随时可以用。"


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def at_a_not(stage: Stage) -> tuple[Person, Person, Complaint]:
    """A desk, a citizen, and their complaint, which was answered and judged not solved."""
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    citizen = await stage.person(55).agrees()
    complaint = await complain(stage, citizen_id=1)
    await desk.presses("答复")
    await desk.presses("已经办好")
    await desk.presses("📨 发给群众")
    await stage.deliver()
    await citizen.presses("没解决")
    await stage.deliver()
    return desk, citizen, complaint


async def close_in_own_words(desk: Person) -> None:
    await desk.presses("办结")
    await desk.presses("✏️ 自己写")
    await desk.says(OWN)
    await desk.presses("📨 发给群众")
    await desk.stage.deliver()


async def kinds(stage: Stage, complaint: Complaint) -> list[str]:
    async with stage.database.reading() as db:
        return [entry.kind for entry in await complaints.entries(db, complaint.id)]


async def test_no_template_is_offered_and_it_is_said_why(stage: Stage) -> None:
    desk, _, _ = await at_a_not(stage)
    await desk.presses("办结")
    assert "评价是“没解决”" in desk.sees()
    assert desk.buttons() == ["不办结，先答复", "✏️ 自己写", "回到这件诉求"]


async def test_a_forged_template_does_not_close_it(stage: Stage) -> None:
    desk, _, complaint = await at_a_not(stage)
    await desk.presses("办结")
    async with stage.database.reading() as db:
        mark = (await complaints.entries(db, complaint.id))[-1].id
    menu = next(iter(desk.messages().values()))
    for verb in ("with", "send"):
        await stage.feed(desk.press_of(menu, f"card:{verb}:{complaint.id}:close_done:{mark}"))
    assert (await as_it_stands(stage, complaint)).state == "taken"
    assert await kinds(stage, complaint) == ["text", "answer", "verdict"]
    assert any("办结不能用模板" in text for text in desk.texts())


async def test_an_answer_first_does_not_open_the_way_to_a_template(stage: Stage) -> None:
    desk, _, _ = await at_a_not(stage)
    await desk.presses("答复")
    await desk.presses("没能查实")
    await desk.presses("📨 发给群众")
    await desk.presses("回到这件诉求")
    await desk.presses("办结")
    assert "办好了，办结" not in desk.buttons()


async def test_the_citizen_is_asked_again_and_may_say_not_again(stage: Stage) -> None:
    desk, citizen, complaint = await at_a_not(stage)
    await close_in_own_words(desk)
    assert (await as_it_stands(stage, complaint)).state == "closed"
    assert "现在解决了吗" in citizen.sees()
    assert citizen.buttons()[:4] == ["解决了", "解决了一半", "没解决", "没说清楚"]
    await citizen.presses("没说清楚")
    standing = await as_it_stands(stage, complaint)
    assert (standing.state, standing.verdict) == ("reopened", "not_explained")


async def test_the_citizen_may_be_content_with_the_closing(stage: Stage) -> None:
    desk, citizen, complaint = await at_a_not(stage)
    await close_in_own_words(desk)
    twice = citizen.press("没解决")
    await citizen.presses("解决了")
    await stage.feed(twice)
    standing = await as_it_stands(stage, complaint)
    assert (standing.state, standing.verdict) == ("closed", "solved")


async def test_a_second_closing_goes_to_the_supervisor_and_the_first_does_not(
    stage: Stage,
) -> None:
    supervisor = await sign_in(stage, Role.SUPERVISOR)
    named = await sign_in(stage, Role.SUPERVISOR, unit="chengguan")
    desk, citizen, complaint = await at_a_not(stage)
    async with stage.database.transaction() as db:
        await complaints.name_units(db, complaint.id, ["chengguan"])
    await close_in_own_words(desk)
    assert complaint.receipt_code not in "".join(supervisor.texts())
    await citizen.presses("没解决")
    await stage.deliver()
    await desk.presses("办结")
    assert "督办马上会收到" in desk.sees()
    await close_in_own_words(desk)
    assert supervisor.sees().startswith("群众说没有解决，工作台第二次办结了")
    assert complaint.receipt_code not in "".join(named.texts())

    await supervisor.presses("重新办理，我来办")
    await stage.deliver()
    standing = await as_it_stands(stage, complaint)
    assert (standing.state, standing.taker_id) == ("taken", 1)
    assert "由督办人员亲自接手" in citizen.sees()
    assert "李警官（示例）已接办" in "".join(desk.texts())


async def test_a_desk_cannot_take_up_again_what_it_closed(stage: Stage) -> None:
    desk, _, complaint = await at_a_not(stage)
    await close_in_own_words(desk)
    menu = next(iter(desk.messages().values()))
    await stage.feed(desk.press_of(menu, f"card:resume:{complaint.id}"))
    assert (await as_it_stands(stage, complaint)).state == "closed"


async def test_what_nobody_objected_to_is_closed_by_a_template_as_ever(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage)
    for label in ("办结", "办好了，办结", "📨 发给群众"):
        await desk.presses(label)
    assert (await as_it_stands(stage, complaint)).state == "closed"
