"""The board and the promise ledger: who sees them, what they count, what staff enter."""

from datetime import timedelta
from io import BytesIO
from itertools import groupby
from pathlib import Path

import pytest
from aiogram.methods import SendPhoto
from PIL import Image
from sqlalchemy import select

from domain.area import Area
from domain.case_life import Kind
from domain.case_life import Stage as CaseStage
from domain.role import Role
from handlers import promises
from handlers.board_picture import INK, MAJOR, PALE, PAPER, SMALL, Legend, Row, draw
from handlers.deadlines import happened
from handlers.house import House
from scheduler.case_jobs import look_after_revisits
from scheduler.deadline_jobs import watch_deadlines
from storage import installation
from storage.database import Database
from storage.installation import Mark
from storage.schema.deadline import PromiseEntry
from storage.schema.staff import Audit
from tests.cases import feed
from tests.conftest import NOW
from tests.desks import complain, sign_in
from tests.followed import Followed
from tests.talk.stage import Stage


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def test_a_supervisor_sees_what_is_late_in_words_and_a_picture(stage: Stage) -> None:
    supervisor = await sign_in(stage, Role.SUPERVISOR)
    for number in range(3):
        when = NOW - timedelta(days=9)
        await feed(stage, (CaseStage.RECEIVED, when), number=f"A33{number:04}")
    await feed(
        stage,
        (CaseStage.RECEIVED, NOW - timedelta(days=5)),
        (CaseStage.ACCEPTED, NOW - timedelta(days=4)),
        number="A331000",
    )
    await watch_deadlines(stage.database, stage.house, stage.time)
    await supervisor.says("/board")
    assert "视而不见：正超期3，办结1，按期率25%" in supervisor.sees()
    assert "小案：正超期3" in supervisor.sees()
    assert "1. 城关派出所：3（视而不见3）" in supervisor.sees()
    [photo] = [method for method in stage.heard.said if isinstance(method, SendPhoto)]
    assert photo.caption is not None
    assert photo.caption.startswith("条形图：正超期的件数")
    assert "1. 城关派出所：3＋0" in photo.caption, "who does not see the bars reads them"


async def test_a_desk_does_not_see_the_board_or_the_ledger(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CASEWORK)
    await desk.says("/board")
    assert desk.sees() == "看板由督办和局领导查看。"
    await desk.says("/promise")
    assert desk.sees() == "十件实事由督办和局领导查看、记录。"


async def test_what_staff_enter_keeps_a_commitment_and_is_audited(stage: Stage) -> None:
    head = await sign_in(stage, Role.HEAD)
    await head.says("/promise")
    assert "▫️ 4. 关注民生民警走访" in head.sees()
    await head.presses("记一笔：关注民生民警走访")
    await head.says(" ")
    assert "没有文字" in head.sees()
    await head.says("走访东街12户，走访登记本第3页（示例）")
    assert "✅ 4. 关注民生民警走访" in head.sees()
    stage.wait(days=9)
    await head.says("/promise")
    assert "⏰ 4. 关注民生民警走访" in head.sees()
    async with stage.database.reading() as db:
        entry = (await db.scalars(select(PromiseEntry))).one()
        act = (await db.scalars(select(Audit).where(Audit.act == "promise"))).one()
    assert (entry.staff_id, act.staff_id, act.detail) == (1, 1, "visits")


async def test_what_minyi_sees_itself_is_not_entered_by_hand(stage: Stage) -> None:
    head = await sign_in(stage, Role.HEAD)
    await head.says("/promise")
    message = list(head.messages().values())[-1]
    await stage.feed(head.press_of(message, "promise:of:petitions"))
    assert "不用手记" in head.sees()


async def test_a_petition_past_its_day_makes_its_commitment_late(stage: Stage) -> None:
    head = await sign_in(stage, Role.HEAD)
    received = (CaseStage.RECEIVED, NOW - timedelta(days=20))
    await feed(stage, received, kind=Kind.PETITION)
    await watch_deadlines(stage.database, stage.house, stage.time)
    await head.says("/promise")
    assert "⏰ 10. 公安信访限期办结" in head.sees()
    piece = "· 案件末四位0012 · 城关派出所 · 信访受理书面答复：期限2026年2月25日，超期"
    assert piece in head.sees(), "the counts name what they count"


async def test_the_ledger_names_no_complaint_by_the_code_that_opens_it(stage: Stage) -> None:
    """Whoever supervises reads it, also somebody of the unit that a complaint names."""
    head = await sign_in(stage, Role.HEAD, unit="chengguan")
    complaint = await complain(stage, units=["chengguan"])
    async with stage.database.transaction() as db:
        await happened(db, stage.house, complaint, "received", stage.time)
    stage.wait(days=9)
    await head.says("/promise")
    assert "· 诉求 · 队伍管理 · 视而不见：" in head.sees()
    assert complaint.receipt_code not in head.sees()


async def test_a_revisit_is_at_risk_when_most_of_its_own_time_is_over(
    stage: Stage, tmp_path: Path
) -> None:
    """It was at risk from its first minute: the time between two revisits was taken for its own."""
    followed = Followed(stage, tmp_path)
    await followed.begins("立案", at="2026-02-25")
    found: list[tuple[str, list[str]]] = []
    stage.wait(days=20)
    for _ in range(7):
        stage.wait(days=1)
        await look_after_revisits(stage.database, stage.house, stage.time)
        async with stage.database.reading() as db:
            ledger = (await promises.look(db, stage.house, stage.time))[0]
        found.append((str(ledger.standing), [piece.standing for piece in ledger.pieces]))
    unknown: tuple[str, list[str]] = ("unknown", [])
    at_risk, late = ("at_risk", ["at_risk"]), ("late", ["late"])
    assert [one for one, _ in groupby(found)] == [unknown, at_risk, late]
    assert found.count(at_risk) == 1, "five days long, and at risk on the last"


async def test_who_still_waits_for_a_word_is_in_the_time_to_it(stage: Stage) -> None:
    head = await sign_in(stage, Role.HEAD)
    for _ in range(3):
        complaint = await complain(stage)
        async with stage.database.transaction() as db:
            await happened(db, stage.house, complaint, "received", stage.time)
    stage.wait(hours=1)
    async with stage.database.transaction() as db:
        await happened(db, stage.house, complaint, "answered", stage.time)
    stage.wait(days=9)
    await head.says("/board")
    assert "诉求多久有第一句回音（中位数）：9日以上，多数还在等" in head.sees()


def test_the_picture_is_a_small_jpeg_with_a_bar_for_each_unit() -> None:
    legend = Legend("题", "小案", "大案")
    few = draw([Row(1, "很长很长很长很长很长很长很长很长很长的单位名称", 3, 1)], legend)
    many = draw([Row(n, f"{n}所", n, 0) for n in range(1, 13)], legend)
    sizes = [Image.open(BytesIO(picture)).size for picture in (few, many)]
    assert sizes[0][1] < sizes[1][1]
    assert max(len(few), len(many)) < 200_000
    assert draw([], legend)


def test_the_bars_stand_apart_in_brightness() -> None:
    """Blue and red were equally bright: one bar to who does not tell them apart, or in grey print."""
    for one, other in (
        (SMALL, MAJOR),
        (SMALL, PALE),
        (MAJOR, PALE),
        (SMALL, PAPER),
        (MAJOR, PAPER),
    ):
        assert _contrast(one, other) >= 3
    assert _contrast(INK, PAPER) >= 7


def _contrast(one: str, other: str) -> float:
    """As WCAG 2 reckons it."""

    def brightness(colour: str) -> float:
        parts = [part / 255 for part in bytes.fromhex(colour.removeprefix("#"))]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((brightness(one), brightness(other)))
    return (bright + 0.05) / (dark + 0.05)


async def test_what_nobody_ever_entered_is_late_after_its_period(stage: Stage) -> None:
    head = await sign_in(stage, Role.HEAD)
    async with stage.database.transaction() as db:
        await installation.mark(db, Mark("real", "x"), NOW - timedelta(days=400))
    await head.says("/promise")
    late = [line for line in head.sees().splitlines() if line.startswith("⏰")]
    assert any("重点项目领导联系" in line for line in late)
