"""How staff answer, ask back and close, on both databases."""

import pytest

from domain.area import Area
from domain.role import Role
from handlers.answering import LIMIT
from handlers.house import House
from storage import complaints
from storage.database import Database
from storage.schema.complaint import Complaint
from tests.conftest import NOW
from tests.desks import as_it_stands, complain, sign_in
from tests.talk.stage import Person, Stage

FIRST = "是什么:您反映的事已经办好。为什么:经核实属实,按照规定应当改正。怎么办:请您看看实际情况。"
"""An answer with its three parts."""


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def said(stage: Stage, complaint: Complaint) -> list[str]:
    """The kinds of a complaint's entries, in order."""
    async with stage.database.reading() as db:
        return [entry.kind for entry in await complaints.entries(db, complaint.id)]


async def at_desk(stage: Stage) -> tuple[Person, Complaint]:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    return desk, await complain(stage)


async def test_answering_what_nobody_has_takes_it(stage: Stage) -> None:
    desk, complaint = await at_desk(stage)
    await desk.presses("答复")
    assert (await as_it_stands(stage, complaint)).state == "taken"
    assert "态度问题，致歉" in desk.buttons()


async def test_a_second_press_does_not_send_twice(stage: Stage) -> None:
    desk, complaint = await at_desk(stage)
    for button, template in (("追问", "问时间和地点"), ("答复", "已经办好")):
        await desk.presses(button)
        await desk.presses(template)
        twice = desk.press("📨 发给群众")
        await stage.feed(desk.press("📨 发给群众"), f"once {button}")
        await stage.feed(twice, f"twice {button}")
        await desk.presses("回到这件诉求")
    assert await said(stage, complaint) == ["text", "question", "answer"]


async def test_own_words_are_cleaned_and_can_be_changed_before_they_go(stage: Stage) -> None:
    desk, complaint = await at_desk(stage)
    await desk.presses("办结")
    await desk.presses("✏️ 自己写")
    await desk.says(FIRST)
    await desk.says("第二\u200b稿:\u202e" + FIRST)
    await desk.presses("📨 发给群众")
    async with stage.database.reading() as db:
        last = (await complaints.entries(db, complaint.id))[-1]
    assert (last.kind, last.text) == ("closed", "第二稿:" + FIRST)
    assert (await as_it_stands(stage, complaint)).state == "closed"


async def test_too_long_or_empty_words_are_not_taken(stage: Stage) -> None:
    desk, complaint = await at_desk(stage)
    await desk.presses("答复")
    await desk.presses("✏️ 自己写")
    await desk.says("长" * (LIMIT + 1))
    assert str(LIMIT) in desk.sees()
    await desk.says("\u200b\u200b")
    assert "没有文字" in desk.sees()
    assert "📨 发给群众" not in desk.buttons()
    assert await said(stage, complaint) == ["text"]


async def test_who_has_not_taken_it_cannot_answer_by_an_old_button(stage: Stage) -> None:
    desk, complaint = await at_desk(stage)
    other = await sign_in(stage, Role.DESK, Area.CONDUCT, name="乙（示例）")
    await desk.presses("✅ 接办")
    menu = next(iter(other.messages().values()))
    for data in (f"card:answer:{complaint.id}", f"card:send:{complaint.id}:done:9"):
        await stage.feed(other.press_of(menu, data))
    assert await said(stage, complaint) == ["text"]


async def test_forged_buttons_are_answered_and_change_nothing(stage: Stage) -> None:
    desk, complaint = await at_desk(stage)
    menu = next(iter(desk.messages().values()))
    n = complaint.id
    for data in (
        "card:take:99999999999999999",
        f"card:send:{n}:nosuch:9",
        f"card:with:{n}:nosuch:9",
        f"card:to:{n}:nowhere",
        f"card:own:{n}:verdict:9",
        f"card:send_own:{n}",
        "card",
        "desk:all:0",
        "desk:mine:999999",
    ):
        await stage.feed(desk.press_of(menu, data))
    assert (await as_it_stands(stage, complaint)).state == "received"
    assert "对不起，系统" not in "".join(desk.texts())


async def test_a_note_to_an_anonymous_citizen_says_that_it_waits_behind_the_code(
    stage: Stage,
) -> None:
    desk, _ = await at_desk(stage)
    await desk.presses("答复")
    await desk.presses("已经办好")
    assert "凭回执码查看" in desk.sees()


async def test_a_question_after_an_answer_takes_it_in_hand_again(stage: Stage) -> None:
    desk, complaint = await at_desk(stage)
    for button, template, state in (
        ("答复", "已经办好", "answered"),
        ("追问", "问时间和地点", "taken"),
        ("答复", "没能查实", "answered"),
    ):
        await desk.presses(button)
        await desk.presses(template)
        await desk.presses("📨 发给群众")
        assert (await as_it_stands(stage, complaint)).state == state
        await desk.presses("回到这件诉求")


async def test_words_with_facts_or_without_their_parts_are_stopped_and_say_where(
    stage: Stage,
) -> None:
    desk, complaint = await at_desk(stage)
    await desk.presses("答复")
    await desk.presses("✏️ 自己写")
    await desk.says(FIRST + "嫌疑人张某住人民路12号。")
    assert "像是姓名" in desk.sees()
    assert "像是具体地址" in desk.sees()
    await desk.says("您的事我们知道了,请耐心等待。")
    assert "缺“为什么”" in desk.sees()
    assert "结尾是空话" in desk.sees()
    assert "📨 发给群众" not in desk.buttons()
    assert await said(stage, complaint) == ["text"]


async def test_a_question_back_may_be_short_but_holds_no_facts(stage: Stage) -> None:
    desk, complaint = await at_desk(stage)
    await desk.presses("追问")
    await desk.presses("✏️ 自己写")
    await desk.says("车牌是不是湘F12345?")
    assert "像是车牌号" in desk.sees()
    await desk.says("大概几点钟?")
    await desk.presses("📨 发给群众")
    assert await said(stage, complaint) == ["text", "question"]


async def test_a_units_public_number_may_stand_in_an_answer(stage: Stage) -> None:
    desk, complaint = await at_desk(stage)
    await desk.presses("答复")
    await desk.presses("✏️ 自己写")
    await desk.says(FIRST + f"有疑问请打{stage.house.units[0].phone}。")
    await desk.presses("📨 发给群众")
    assert await said(stage, complaint) == ["text", "answer"]


async def test_words_typed_under_the_templates_are_taken(stage: Stage) -> None:
    """They were refused and lost, below a sentence that invited them."""
    desk, complaint = await at_desk(stage)
    await desk.presses("答复")
    await desk.says(FIRST)
    assert "您反映的事已经办好" in desk.sees()
    await desk.presses("📨 发给群众")
    assert await said(stage, complaint) == ["text", "answer"]


async def test_a_receipt_code_typed_there_is_no_word_to_the_citizen(stage: Stage) -> None:
    desk, complaint = await at_desk(stage)
    await desk.presses("答复")
    await desk.says(complaint.receipt_code)
    assert "将" not in desk.sees()
    assert complaint.receipt_code in desk.sees()


async def test_who_took_it_by_answering_is_told_and_can_put_it_back(stage: Stage) -> None:
    """A look at the templates took it for good, and nobody was asked."""
    desk, complaint = await at_desk(stage)
    colleague = await sign_in(stage, Role.DESK, Area.CONDUCT, name="王警官（示例）")
    await desk.presses("答复")
    assert "这件现在由您接办" in desk.sees()
    await desk.presses("放回待接办")
    found = await as_it_stands(stage, complaint)
    assert (found.state, found.taker_id) == ("received", None)
    assert "✅ 接办" in desk.buttons()
    cards = len(desk.texts())
    await stage.deliver()
    assert len(desk.texts()) == cards
    assert "又回到待接办" in colleague.sees()
    await desk.says(FIRST)
    assert "没看明白" in desk.sees()


async def test_only_who_has_it_puts_it_back(stage: Stage) -> None:
    desk, complaint = await at_desk(stage)
    colleague = await sign_in(stage, Role.DESK, Area.CONDUCT, name="王警官（示例）")
    await desk.presses("✅ 接办")
    menu = list(colleague.messages().values())[-1]
    await stage.feed(colleague.press_of(menu, f"card:put_back:{complaint.id}"))
    assert "已经接办了" in colleague.sees()
    assert (await as_it_stands(stage, complaint)).state == "taken"


async def test_staff_see_which_language_the_citizen_reads(stage: Stage) -> None:
    """Chinese words went out under an English heading; a template was shown in English alone."""
    desk, complaint = await at_desk(stage)
    async with stage.database.transaction() as db:
        found = await complaints.hold(db, complaint.id)
        assert found is not None
        found.language = "en"
    await desk.presses("✅ 接办")
    assert "群众用英文" in desk.sees()
    await desk.presses("答复")
    await desk.says(FIRST)
    assert "您写的不是英文" in desk.sees()
    await desk.says("What it is: it is done. Why: we checked. What to do: please look at it again.")
    assert "您写的不是英文" not in desk.sees()
    await desk.presses("回到这件诉求")
    await desk.presses("答复")
    await desk.presses("已经办好")
    assert "What you told us about has been done" in desk.sees()
    assert "您反映的事已经办好" in desk.sees()
