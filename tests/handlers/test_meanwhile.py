"""A choice that lay open while something happened acts on nothing, and says what happened."""

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


async def at_the_choice(stage: Stage) -> tuple[Person, Person, Complaint]:
    """A desk with the closing templates open, and the citizen whose complaint it is."""
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    citizen = await stage.person(55).agrees()
    complaint = await complain(stage, citizen_id=1)
    await desk.presses("办结")
    return desk, citizen, complaint


async def staff_words(stage: Stage, complaint: Complaint) -> list[str]:
    async with stage.database.reading() as db:
        entries = await complaints.entries(db, complaint.id)
    return [entry.kind for entry in entries if entry.staff_id is not None]


async def citizen_does(citizen: Person, complaint: Complaint, *labels: str) -> None:
    await citizen.says(complaint.receipt_code)
    for label in labels:
        await citizen.presses(label)


WITHDRAWS = ("撤回", "确定撤回")


@pytest.mark.parametrize("step", ["choice", "preview", "own words", "own preview"])
@pytest.mark.parametrize(
    ("labels", "said"),
    [(WITHDRAWS, "群众刚撤回了"), ((*WITHDRAWS, "重新提起"), "群众刚重新提起")],
)
async def test_a_stale_closing_sends_nothing_and_says_why(
    stage: Stage, step: str, labels: tuple[str, ...], said: str
) -> None:
    desk, citizen, complaint = await at_the_choice(stage)
    if step == "preview":
        await desk.presses("办好了，办结")
    elif step.startswith("own"):
        await desk.presses("✏️ 自己写")
        if step == "own preview":
            await desk.says(OWN)
    await citizen_does(citizen, complaint, *labels)
    before = (await as_it_stands(stage, complaint)).state
    if step == "own words":
        await desk.says(OWN)
    else:
        await desk.presses("办好了，办结" if step == "choice" else "📨 发给群众")
    assert any(text.startswith(said) and "什么也没有发出" in text for text in desk.texts())
    assert (await as_it_stands(stage, complaint)).state == before
    assert await staff_words(stage, complaint) == []


async def test_what_was_added_is_to_be_read_before_it_is_closed(stage: Stage) -> None:
    desk, citizen, complaint = await at_the_choice(stage)
    await desk.presses("办好了，办结")
    await citizen_does(citizen, complaint, "补充")
    await citizen.says("今天又来了一次，还是一样（示例）")
    await citizen.presses("写好了")
    await desk.presses("📨 发给群众")
    assert any(text.startswith("群众刚补充了内容") for text in desk.texts())
    assert (await as_it_stands(stage, complaint)).state == "taken"
    for label in ("办结", "办好了，办结", "📨 发给群众"):
        await desk.presses(label)
    assert (await as_it_stands(stage, complaint)).state == "closed"


async def test_what_somebody_else_has_meanwhile_is_left_to_them(stage: Stage) -> None:
    desk, _, complaint = await at_the_choice(stage)
    other = await sign_in(stage, Role.TRIAGE, name="乙（示例）")
    async with stage.database.transaction() as db:
        held = await complaints.hold(db, complaint.id)
        assert held is not None
        held.taker_id = 2
    await desk.presses("办好了，办结")
    assert desk.sees().startswith("乙（示例）已经接办了。什么也没有发出")
    assert await staff_words(stage, complaint) == []
    assert other.texts()


async def test_a_stale_sending_on_moves_nothing(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    await sign_in(stage, Role.DESK, Area.SERVICE)
    citizen = await stage.person(55).agrees()
    complaint = await complain(stage, citizen_id=1)
    await desk.presses("转其他工作台")
    await desk.presses("便民服务")
    await citizen_does(citizen, complaint, *WITHDRAWS)
    await desk.presses("确定转出")
    standing = await as_it_stands(stage, complaint)
    assert (standing.state, standing.area) == ("withdrawn", "conduct")
    assert any(text.startswith("群众已经撤回这件诉求。没有做任何改动") for text in desk.texts())


async def test_a_change_of_mind_keeps_it(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage)
    await desk.presses("不归本单位")
    await desk.presses("不转，留下")
    assert not (await as_it_stands(stage, complaint)).to_triage
    assert "✅ 接办" in desk.buttons()
