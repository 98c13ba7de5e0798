"""What happens to a complaint in the hands of staff, on both databases."""

import asyncio

import pytest
from sqlalchemy import select

from domain.area import Area
from domain.role import Role
from handlers.cards import announce
from handlers.house import House
from storage import complaints, corrections
from storage.database import Database
from storage.schema.complaint import Correction
from storage.schema.staff import Audit
from tests.conftest import NOW
from tests.desks import add_words, as_it_stands, complain, sign_in
from tests.talk.stage import Person, Stage


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def acts(stage: Stage, act: str) -> list[str]:
    async with stage.database.reading() as db:
        rows = await db.scalars(select(Audit.subject).where(Audit.act == act).order_by(Audit.id))
        return list(rows)


def everything_shown_to(person: Person) -> str:
    """Every word that ever reached a chat, also what was edited away."""
    said = person.stage.heard.said
    return "\n".join(
        getattr(method, "text", None) or ""
        for method in said
        if getattr(method, "chat_id", None) == person.chat_id
    )


async def test_every_word_that_routed_a_complaint_is_told_with_what_it_added_or_took_away(
    stage: Stage,
) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage)
    await desk.presses("分派依据")
    told = everything_shown_to(desk)
    assert "+9.5  “态度恶劣”（第4字）态度" in told
    assert "-3.2  “窗口”（第4字）" in told
    assert "合计 +6.3" in told
    # From the sum to the score, by the line of brief messages: 6.3 × 0.3 − 0.5 = 1.39, e^1.39/(1 + e^1.39).
    assert "换算（短留言）：6.30×0.3000-0.5000=1.39，合把握80.1%" in told
    assert "满86%直接到工作台" in told
    assert "✅ 接办" in desk.buttons()
    assert await acts(stage, "why") == [f"complaint:{complaint.id}"]


async def test_small_words_are_told_in_one_line_and_the_sum_stays_the_same(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage)
    async with stage.database.transaction() as db:
        held = await complaints.hold(db, complaint.id)
        assert held is not None
        small = [{**held.because[0], "word": word, "topic": "", "weight": 1.5} for word in "了我"]
        held.because = [*held.because, *small, {**small[0], "word": "外地", "weight": -2.0}]
    await desk.presses("分派依据")
    told = everything_shown_to(desk)
    assert "+3.0  小词、单字和标点合计（了、我）" in told
    assert "“外地”" in told
    assert "合计 +7.3" in told


async def test_two_people_at_the_same_moment_cannot_take_one_card(stage: Stage) -> None:
    first = await sign_in(stage, Role.DESK, Area.CONDUCT, name="甲（示例）")
    second = await sign_in(stage, Role.DESK, Area.CONDUCT, name="乙（示例）")
    complaint = await complain(stage)
    presses = [(f"press {p.chat_id}", p.press("✅ 接办")) for p in (first, second)]
    await asyncio.gather(*(stage.intake.keep("stage", [press]) for press in presses))
    await stage.intake.drain()

    taker = (await as_it_stands(stage, complaint)).taker_id
    assert taker is not None
    winner, loser = (first, second) if taker == 1 else (second, first)
    assert "答复" in winner.buttons()
    assert "答复" not in loser.buttons()
    assert first.sees().split("经办")[1] == second.sees().split("经办")[1]
    assert await acts(stage, "take") == [f"complaint:{complaint.id}"] * 2


async def test_a_card_that_somebody_took_says_so_in_the_other_chats(stage: Stage) -> None:
    first = await sign_in(stage, Role.DESK, Area.CONDUCT, name="甲（示例）")
    second = await sign_in(stage, Role.DESK, Area.CONDUCT)
    await complain(stage)
    await first.presses("✅ 接办")
    await stage.deliver()
    assert "甲（示例）已接办" in second.sees()
    assert second.buttons() == ["打开"]


async def test_a_card_not_yet_delivered_does_not_arrive_after_it_was_taken(stage: Stage) -> None:
    first = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage)
    second = await sign_in(stage, Role.DESK, Area.CONDUCT)
    async with stage.database.transaction() as db:
        await announce(db, stage.house, complaint.id, stage.time, "added")
    await first.presses("✅ 接办")
    await stage.deliver()
    assert complaint.receipt_code not in everything_shown_to(second)


async def test_the_named_unit_never_sees_the_complaint(stage: Stage) -> None:
    barred = await sign_in(stage, Role.DESK, Area.CONDUCT, "chengguan")
    other = await sign_in(stage, Role.DESK, Area.CONDUCT, "hedong")
    complaint = await complain(stage, "城关所不作为（示例）", units=["chengguan"])
    assert complaint.receipt_code in other.sees()

    for command in ("/waiting", "/late", "/mine", f"/find {complaint.receipt_code}"):
        await barred.says(command)
    await barred.says(complaint.receipt_code)
    menu = next(iter(barred.messages().values()))
    for verb in ("open", "all", "take", "move", "give_back", "answer", "ask", "close"):
        await stage.feed(barred.press_of(menu, f"card:{verb}:{complaint.id}"))
    for data in (
        "with:{}:done:9",
        "send:{}:done:9",
        "own:{}:answer:9",
        "to:{}:service",
        "moves:{}:service",
        "gives_back:{}",
        "resume:{}",
        "send_own:{}",
    ):
        await stage.feed(barred.press_of(menu, "card:" + data.format(complaint.id)))
    await stage.deliver()

    shown = everything_shown_to(barred)
    assert "不作为" not in shown
    assert complaint.receipt_code not in shown
    standing = await as_it_stands(stage, complaint)
    assert (standing.state, standing.taker_id) == ("received", None)
    assert await acts(stage, "refused")


async def test_a_supervisor_of_the_named_unit_does_not_see_it_either(stage: Stage) -> None:
    supervisor = await sign_in(stage, Role.SUPERVISOR, unit="chengguan")
    complaint = await complain(stage, "城关所不作为（示例）", units=["chengguan"])
    await supervisor.says("/waiting")
    await supervisor.says(f"/find {complaint.receipt_code}")
    assert complaint.receipt_code not in everything_shown_to(supervisor)


async def test_words_that_name_the_takers_unit_take_the_complaint_away(stage: Stage) -> None:
    taker = await sign_in(stage, Role.DESK, Area.CONDUCT, "chengguan")
    other = await sign_in(stage, Role.DESK, Area.CONDUCT, "hedong")
    complaint = await complain(stage)
    await taker.presses("✅ 接办")
    old_card = list(taker.messages().values())[-1]
    await add_words(stage, complaint, "就是城关所的人（示例）", ["chengguan"])

    assert "已不在您的工作台" in taker.sees()
    assert "就是城关所" not in everything_shown_to(taker)
    assert "就是城关所" in other.sees()
    await stage.feed(taker.press_of(old_card, f"card:answer:{complaint.id}"))
    assert "不在您的工作台" in taker.sees()
    assert (await as_it_stands(stage, complaint)).state == "received"


async def test_a_desk_that_is_all_named_is_passed_over_for_triage(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT, "chengguan")
    triage = await sign_in(stage, Role.TRIAGE)
    complaint = await complain(stage, "城关所（示例）", units=["chengguan"])
    assert complaint.receipt_code in triage.sees()
    assert complaint.receipt_code not in everything_shown_to(desk)
    await triage.says("/waiting")
    assert complaint.receipt_code in triage.buttons()


async def test_what_no_desk_is_there_for_waits_in_triage_and_comes_to_the_desk_that_opens(
    stage: Stage,
) -> None:
    triage = await sign_in(stage, Role.TRIAGE)
    complaint = await complain(stage, area=Area.SERVICE)
    await triage.says("/waiting")
    assert complaint.receipt_code in triage.buttons()
    desk = await sign_in(stage, Role.DESK, Area.SERVICE)
    await desk.says("/waiting")
    assert complaint.receipt_code in desk.buttons()


async def test_sending_on_moves_the_card_and_keeps_a_correction(stage: Stage) -> None:
    triage = await sign_in(stage, Role.TRIAGE)
    desk = await sign_in(stage, Role.DESK, Area.SERVICE)
    wrong = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage, to_triage=True)
    assert complaint.receipt_code not in everything_shown_to(wrong)
    await triage.presses("转其他工作台")
    await triage.presses("便民服务")
    await stage.deliver()
    assert complaint.receipt_code not in everything_shown_to(desk)
    await triage.presses("确定转出")
    await stage.deliver()

    assert "转来的诉求" in desk.sees()
    async with stage.database.reading() as db:
        kept = (await db.scalars(select(Correction))).one()
    assert (kept.routed_to, kept.corrected_to) == ("conduct", "service")
    await triage.presses("工作台首页")
    await triage.presses("分派准确率")
    assert "队伍管理，分流台先看的：1件中0件猜对（0%）" in triage.sees()


async def precision_seen_by(person: Person) -> str:
    await person.says("/menu")
    await person.presses("分派准确率")
    return person.sees()


async def answer(desk: Person) -> None:
    await desk.presses("答复")
    await desk.presses("已经办好")
    await desk.presses("📨 发给群众")


async def test_taking_a_card_is_no_word_on_its_routing_and_answering_it_is(stage: Stage) -> None:
    """Whoever took a card to look closer, and sent it on, was counted as having found it right."""
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    supervisor = await sign_in(stage, Role.SUPERVISOR)
    await complain(stage)
    await desk.presses("✅ 接办")
    assert "还没有足够的数据" in await precision_seen_by(supervisor)
    await answer(desk)
    kept = "队伍管理，直接分到工作台的：1件中1件没有改动（100%）"
    assert kept in await precision_seen_by(supervisor)


async def test_what_a_desk_took_and_sent_on_was_not_kept(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    await sign_in(stage, Role.DESK, Area.SERVICE)
    supervisor = await sign_in(stage, Role.SUPERVISOR)
    await complain(stage)
    await desk.presses("✅ 接办")
    await desk.presses("转其他工作台")
    await desk.presses("便民服务")
    await desk.presses("确定转出")
    sent_on = "队伍管理，直接分到工作台的：1件中0件没有改动（0%）"
    assert sent_on in await precision_seen_by(supervisor)


async def test_a_later_move_by_the_same_desk_replaces_what_was_said_before(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage)
    async with stage.database.transaction() as db:
        for corrected, was_sure in ((Area.CONDUCT, True), (Area.SERVICE, True)):
            await corrections.correct(
                db,
                complaint_id=complaint.id,
                routed_to=Area.CONDUCT,
                corrected_to=corrected,
                was_sure=was_sure,
                staff_id=1,
                now=stage.time,
            )
        measured = await corrections.precision(db, [Area.CONDUCT])
    assert measured == {(Area.CONDUCT, True): (0, 1), (Area.CONDUCT, False): (0, 0)}
    assert "1件中0件没有改动" in await precision_seen_by(desk)


async def test_a_desk_sees_how_well_its_own_area_is_routed_and_no_other(stage: Stage) -> None:
    conduct = await sign_in(stage, Role.DESK, Area.CONDUCT)
    service = await sign_in(stage, Role.DESK, Area.SERVICE)
    await complain(stage)
    await conduct.presses("✅ 接办")
    await answer(conduct)
    assert "队伍管理，直接分到工作台的：1件中1件" in await precision_seen_by(conduct)
    assert "队伍管理，直接" not in await precision_seen_by(service)


async def test_not_for_my_unit_goes_back_to_triage_and_out_of_sight(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    triage = await sign_in(stage, Role.TRIAGE)
    complaint = await complain(stage)
    await desk.presses("不归本单位")
    await desk.presses("确定转出")
    await stage.deliver()
    assert "转来的诉求" in triage.sees()
    await desk.says(f"/find {complaint.receipt_code}")
    assert "不在您的工作台" in desk.sees()


async def test_a_desk_does_not_see_another_area(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.SERVICE)
    complaint = await complain(stage)
    await desk.says(f"/find {complaint.receipt_code}")
    assert "不在您的工作台" in desk.sees()
    assert await acts(stage, "refused") == [f"complaint:{complaint.id}"]


async def test_every_opening_is_written_down(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage)
    await desk.says(f"/find {complaint.receipt_code}")
    await desk.presses("全文和照片")
    for act in ("card", "open", "read"):
        assert await acts(stage, act) == [f"complaint:{complaint.id}"]
