"""Cards follow what happens to a complaint, on both databases."""

import pytest
from sqlalchemy import select

from content.text import load_texts
from domain.area import Area
from domain.role import Role
from handlers import personnel
from handlers.card_face import quote
from handlers.house import House
from storage import complaints
from storage.database import Database
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.desks import add_words, complain, sign_in
from tests.talk.stage import Stage
from tests.talk.transcript import PHOTO


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def test_a_card_tells_the_words_that_caused_the_routing_and_how_sure_it_was(
    stage: Stage,
) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    await complain(stage)
    card = desk.sees()
    assert "标签：态度（“态度恶劣”）" in card
    assert "把握80%" in card
    assert "其次便民服务" in card
    assert "匿名" in card


async def test_a_long_text_is_shortened_on_the_card_and_whole_one_press_away(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    words = "长" * 9000
    await complain(stage, words)
    assert desk.sees().count("长") == 400
    before = len(desk.texts())
    await desk.presses("全文和照片")
    assert sum(text.count("长") for text in desk.texts()[before:-1]) == 9000
    assert all(len(text) <= 4096 for text in desk.texts())


async def test_braces_and_marks_in_a_text_are_shown_as_they_are(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    await complain(stage, "{code} <b>%s</b> {0}")
    assert "{code} <b>%s</b> {0}" in desk.sees()


async def test_what_is_added_comes_as_a_new_card_and_the_old_one_points_to_it(
    stage: Stage,
) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage)
    stage.wait(minutes=1)
    await add_words(stage, complaint, "还有一件（示例）", [])
    old, new = desk.texts()[-2:]
    assert "请看下面的新卡片" in old
    assert new.startswith("群众补充了内容")
    assert new.endswith("还有一件（示例）")
    assert "态度恶劣（示例）" not in new


async def test_a_card_of_an_added_photo_is_not_about_the_first_one(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    citizen = await stage.person(55).agrees()
    await citizen.says("窗口的民警态度恶劣，说话不耐烦（示例）")
    await citizen.sends_photo(PHOTO.read_bytes())
    for label in ("写好了", "可以联系我", "提交"):
        await citizen.presses(label)
    await stage.deliver()
    assert "照片1张" in desk.sees()
    stage.wait(minutes=1)
    await citizen.presses("查这一件")
    await citizen.presses("补充")
    await citizen.sends_photo(PHOTO.read_bytes())
    await citizen.presses("写好了")
    await stage.deliver()
    assert "（没有文字）\n这次补充照片1张（一共2张）" in desk.sees()
    assert "态度恶劣" not in desk.sees().split("把握")[1]
    await desk.presses("全文和照片")
    assert "群众发来照片2" in "\n".join(desk.texts())


async def test_somebody_reached_in_two_chats_gets_the_card_in_both(stage: Stage) -> None:
    first = await sign_in(stage, Role.DESK, Area.CONDUCT)
    second = stage.person(77)
    async with stage.database.transaction() as db:
        code = await personnel.renew_code(db, stage.house, 1, stage.time)
    await second.says(f"/staff {code}")
    complaint = await complain(stage)
    assert complaint.receipt_code in first.sees()
    assert complaint.receipt_code in second.sees()
    await first.presses("✅ 接办")
    await stage.deliver()
    assert "已接办" in second.sees()


async def test_what_a_citizen_erases_leaves_the_cards_and_the_outbox(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    citizen = await stage.person(55).agrees()
    complaint = await complain(stage, "删掉我（示例）", citizen_id=1)
    await desk.presses("办结")
    await desk.presses("办好了，办结")
    await desk.presses("📨 发给群众")
    await citizen.says("/mydata")
    texts = stage.house.book["zh"]
    await citizen.presses(texts("mydata.button_erase"))
    await citizen.presses(texts("mydata.button_erase_now"))
    await stage.deliver()

    async with stage.database.reading() as db:
        assert await complaints.find(db, complaint.id) is None
        assert "删掉我" not in str((await db.scalars(select(Outbox.say))).all())
    assert "这件诉求已经删除。" in desk.texts()
    assert not [text for text in desk.texts() if "删掉我" in text]


def test_a_card_tells_what_a_word_was_read_as() -> None:
    texts = load_texts()["en"]
    assert quote(texts, {"word": "sfz", "read_as": "身份证"}) == "“sfz” (read as “身份证”)"
    assert quote(texts, {"word": "身份证", "read_as": ""}) == "“身份证”"
    assert quote(texts, {"word": "身份证"}) == "“身份证”"  # routed before words were respelled
