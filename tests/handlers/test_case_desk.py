"""What is owed in a case, at the desk: who may see it, what may be noted, what becomes of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.area import Area
from domain.case_life import Kind
from domain.case_life import Stage as CaseStage
from domain.role import Role
from handlers.house import House
from scheduler.deadline_jobs import watch_deadlines
from storage.database import Database
from storage.schema.deadline import Deadline, Event
from storage.schema.staff import Audit
from tests.cases import feed
from tests.conftest import NOW
from tests.desks import sign_in
from tests.talk.stage import Person, Stage

NUMBER = "A330000202600012"


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def test_an_extension_is_noted_with_its_evidence_and_the_deadline_moves(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK, "chengguan")
    await feed(stage, (CaseStage.RECEIVED, NOW))
    await desk.says(f"/case {NUMBER}")
    assert "到2026年3月5日止" in desk.sees()
    await desk.presses("立案审查批准30日")
    assert "批准权在县级以上公安机关负责人。" in desk.sees()
    await desk.says("城公立延字〔2026〕3号")
    assert desk.sees().startswith("已记下：立案审查批准30日")
    assert "到2026年4月1日止" in desk.sees()
    assert "已批准延长1次，批准权在县级以上公安机关负责人。" in desk.sees()
    assert "立案审查批准30日" not in desk.buttons()
    async with stage.database.reading() as db:
        event = (await db.scalars(select(Event).where(Event.name == "filing_extended"))).one()
        acts = list(await db.scalars(select(Audit.act).where(Audit.subject == event.subject)))
    assert (event.staff_id, event.evidence) == (1, "城公立延字〔2026〕3号")
    assert event.granted_by == "县级以上公安机关负责人"
    assert acts.count("filing_extended") == 1


async def test_nothing_is_noted_without_evidence(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK)
    await feed(stage, (CaseStage.RECEIVED, NOW))
    await desk.says(f"/case {NUMBER}")
    await desk.presses("当事人来问过")
    await desk.says("  ")
    assert "不能空着" in desk.sees()
    await desk.says("字" * 201)
    assert "太长了" in desk.sees()
    await desk.says("值班室登记")
    assert desk.sees().startswith("已记下")


async def test_another_unit_sees_nothing_and_the_try_is_written_down(stage: Stage) -> None:
    other = await sign_in(stage, Role.DESK, Area.CASEWORK, "hedong")
    await feed(stage, (CaseStage.RECEIVED, NOW))
    await other.says(f"/case {NUMBER}")
    assert other.sees().startswith("没有这起案件")
    before = len(other.texts())
    await stage.feed(other.press_of(list(other.messages().values())[-1], "owed:act:1:asked_about"))
    assert other.texts()[before:] == ["没有这起案件，或者不归您的单位。"]
    async with stage.database.reading() as db:
        acts = list(await db.scalars(select(Audit.act).where(Audit.subject == "case:1")))
    assert acts == ["refused", "refused"]


async def test_a_citizen_with_the_same_command_is_asked_for_the_code(stage: Stage) -> None:
    citizen = await stage.person(77).agrees()
    await feed(stage, (CaseStage.RECEIVED, NOW))
    await citizen.says(f"/case {NUMBER}")
    assert "查询码" in citizen.sees()


async def test_a_pause_offers_its_end_and_moves_the_deadline(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK)
    await feed(stage, (CaseStage.FILED, NOW), kind=Kind.ADMINISTRATIVE)
    await desk.says(f"/case {NUMBER}")
    assert "鉴定结束" not in desk.buttons()
    await desk.presses("鉴定开始")
    await desk.says("委托书1号")
    assert "鉴定开始" not in desk.buttons()
    stage.wait(days=10)
    await desk.presses("鉴定结束")
    await desk.says("鉴定书1号")
    assert "有10天不计入期限" in desk.sees()


async def test_the_button_of_an_act_that_makes_no_sense_any_more_does_nothing(
    stage: Stage,
) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK)
    await feed(stage, (CaseStage.RECEIVED, NOW))
    await desk.says(f"/case {NUMBER}")
    await feed(stage, (CaseStage.FILED, NOW + timedelta(hours=2)))
    await desk.presses("立案审查批准30日")
    assert desk.sees().startswith("这一件现在不能记")


async def told_of_not_filing(stage: Stage) -> Person:
    """The desk's, on the case's page, after the complainant got the notice of not filing."""
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK)
    await feed(stage, (CaseStage.RECEIVED, NOW), (CaseStage.NOT_FILED, NOW + timedelta(hours=1)))
    stage.wait(hours=2)
    await desk.says(f"/case {NUMBER}")
    await desk.presses("已告知不予立案")
    await desk.says("不立通字〔2026〕1号")
    return desk


async def test_a_review_is_asked_for_in_seven_days(stage: Stage) -> None:
    desk = await told_of_not_filing(stage)
    right = "对不予立案申请复议（控告人的权利）：自2026年3月2日 12:00起，到2026年3月9日止（7日）"
    assert right in desk.sees()
    assert "还可以申请，还剩7日" in desk.sees()
    stage.wait(days=7)
    await desk.presses("申请复议")
    assert desk.sees().startswith("申请复议")
    await desk.says("复议申请书")
    assert "⚠️" not in desk.sees()


async def test_a_review_that_is_asked_for_too_late_is_marked_as_late(stage: Stage) -> None:
    desk = await told_of_not_filing(stage)
    stage.wait(days=8)
    await desk.says(f"/case {NUMBER}")
    await desk.presses("申请复议")
    assert desk.sees().startswith("⚠️ 对不予立案申请复议的期限是7日，到2026年3月9日已经过了")
    await desk.says("复议申请书")
    assert "⚠️ 2026年3月10日 12:00申请的，已经超过期限" in desk.sees()
    assert "不予立案复议决定" in desk.sees()


async def test_a_right_is_kept_as_no_deadline_of_the_desk(stage: Stage) -> None:
    await told_of_not_filing(stage)
    stage.wait(days=30)
    await watch_deadlines(stage.database, stage.house, stage.time)
    async with stage.database.reading() as db:
        rules = set(await db.scalars(select(Deadline.rule)))
    assert "not_filed_notice" in rules
    assert "not_filed_review_request" not in rules
