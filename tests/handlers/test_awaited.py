"""Words typed without a button, right after something was asked."""

import pytest

from domain.area import Area
from domain.role import Role
from handlers.house import House
from storage.database import Database
from tests.conftest import NOW
from tests.desks import sign_in
from tests.talk.stage import Person, Stage


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def asked(stage: Stage) -> tuple[Person, Person]:
    """A citizen whose complaint a desk has asked something about."""
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    person = await stage.person(5).agrees()
    await person.says("窗口的人态度恶劣，骂人，不耐烦，把我赶出来（示例）")
    for button in ("写好了", "可以联系我", "提交"):
        await person.presses(button)
    await stage.deliver()
    for button in ("✅ 接办", "追问", "✏️ 自己写"):
        await desk.presses(button)
    await desk.says("大概几点钟？")
    await desk.presses("📨 发给群众")
    await stage.deliver()
    return person, desk


async def test_an_answer_typed_without_a_button_goes_to_the_complaint_that_was_asked_about(
    stage: Stage,
) -> None:
    """Once it became the draft of a new complaint, and staff waited in vain."""
    person, desk = await asked(stage)
    await person.says("上午十点左右，三号窗口")
    assert "先当作对它的补充" in person.sees()
    await person.presses("写好了")
    await stage.deliver()
    assert "上午十点左右" in "".join(desk.texts())


async def test_another_matter_is_set_apart_by_one_press(stage: Stage) -> None:
    person, _ = await asked(stage)
    await person.says("我们小区门口的路灯坏了一个多月，晚上总有人偷车")
    await person.presses("是另外一件事")
    await person.presses("写好了")
    assert "可以联系我" in person.buttons()


async def test_who_was_asked_nothing_begins_a_complaint(stage: Stage) -> None:
    person = await stage.person(6).agrees()
    await person.says("我们小区门口的路灯坏了一个多月，晚上总有人偷车")
    assert "是另外一件事" not in person.buttons()


@pytest.mark.parametrize(("word", "shown"), [("要", "一分钟的测评"), ("no thanks", "一分钟的测评")])
async def test_the_first_questions_are_answered_by_typing_too(
    stage: Stage, word: str, shown: str
) -> None:
    person = stage.person(7)
    await person.says("你好")
    await person.presses("同意，开始")
    await person.says(word)
    assert shown in person.sees()
    await person.says("不用")
    assert "公安发布" in person.sees()
    await person.says("不用")
    assert "请选择" in person.sees()
    await person.says("不用")
    assert "一分钟的测评" not in person.sees()


async def test_yes_and_no_answer_the_question_whether_to_drop_what_was_written(
    stage: Stage,
) -> None:
    """A typed yes was once put into the complaint."""
    person = await stage.person(8).agrees()
    await person.says("窗口的人态度恶劣，骂人（示例）")
    await person.says("取消")
    await person.says("不")
    assert "1条文字" in person.sees()
    await person.says("cancel")
    await person.says("yes")
    await person.says("/complaint")
    assert "写好了" not in person.buttons()


async def test_other_words_after_that_question_belong_to_the_complaint(stage: Stage) -> None:
    person = await stage.person(9).agrees()
    await person.says("窗口的人态度恶劣，骂人（示例）")
    await person.says("取消")
    await person.says("他还把我的材料扔在地上（示例）")
    assert "2条文字" in person.sees()
