"""My case, through the chat's own door."""

from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.feed import import_file
from handlers.house import House
from storage.database import Database
from storage.schema.case import CaseFollower
from storage.schema.citizen import Chat
from storage.schema.draft import ComplaintDraft
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.handlers.feed_files import Row, row, write_csv
from tests.handlers.test_complaint import PHOTO
from tests.talk.stage import Person, Stage

NUMBER, CODE = row(1)["number"], row(1)["query_code"]


@pytest.fixture
async def stage(database: Database, house: House, tmp_path: Path) -> Stage:
    stage = Stage(database, house, NOW)
    await _takes(stage, tmp_path, row(1), row(2), row(3, category="猥亵"))
    return stage


async def _takes(stage: Stage, folder: Path, *rows: Row) -> None:
    path = write_csv(folder / "feed.csv", rows)
    summary = await import_file(stage.database, stage.house, path, lambda: stage.time)
    assert summary.rejected == 0


async def _followers(stage: Stage) -> list[CaseFollower]:
    async with stage.database.reading() as db:
        return list(await db.scalars(select(CaseFollower)))


async def test_a_case_opens_however_its_code_is_typed(stage: Stage) -> None:
    person = await stage.person(1).agrees()
    wide = "".join(chr(ord(c) + 0xFEE0) for c in f"{NUMBER.lower()},{CODE}")
    for text in (
        f"{NUMBER} {CODE}",
        wide,
        f"我的案号是{NUMBER},查询码是{CODE}",
        f"/case {NUMBER} {CODE}",
    ):
        await person.says(text)
        assert "现在：立案" in person.sees()
    assert len(await _followers(stage)) == 1


async def test_the_number_is_shown_by_its_last_four_only(stage: Stage) -> None:
    person = await stage.person(1).agrees()
    await person.says(f"{NUMBER} {CODE}")
    assert "0001" in person.sees()
    assert NUMBER not in "".join(person.texts())
    assert row(1)["category"] not in person.sees()


async def test_wrong_codes_lock_chat_and_case_for_an_hour(stage: Stage) -> None:
    thief, owner = await stage.person(1).agrees(), await stage.person(2).agrees()
    for guess in range(5):
        await thief.says(f"{NUMBER} 99999{guess}")
    assert "锁住" in thief.sees()
    await thief.says(f"{row(2)['number']} {row(2)['query_code']}")
    assert "锁住" in thief.sees()
    await owner.says(f"{NUMBER} {CODE}")
    assert "锁住" in owner.sees()
    stage.wait(minutes=60)
    await owner.says(f"{NUMBER} {CODE}")
    assert "现在：立案" in owner.sees()


async def test_five_tries_in_several_chats_lock_the_case(stage: Stage) -> None:
    for chat in range(1, 6):
        person = await stage.person(chat).agrees()
        await person.says(f"{NUMBER} 000000")
    assert "锁住" in person.sees()


async def test_who_follows_already_is_not_locked_out(stage: Stage) -> None:
    owner, thief = await stage.person(1).agrees(), await stage.person(2).agrees()
    await owner.says(f"{NUMBER} {CODE}")
    for guess in range(5):
        await thief.says(f"{NUMBER} 99999{guess}")
    await owner.says("/case")
    await owner.presses("末四位 0001 · 立案")
    assert "现在：立案" in owner.sees()


async def test_an_unknown_number_gets_the_answer_of_a_wrong_code(stage: Stage) -> None:
    person, other = await stage.person(1).agrees(), await stage.person(2).agrees()
    await other.says(f"{NUMBER} 999999")
    unknown = f"A33999920269{NUMBER[-4:]}"
    await person.says(f"{unknown} 999999")
    assert person.sees() == other.sees()
    for _ in range(4):
        await person.says(f"{unknown} 999999")
    assert "锁住" in person.sees()


async def test_a_sensitive_case_shows_whom_to_call_and_no_stage(stage: Stage) -> None:
    person = await stage.person(1).agrees()
    await person.says(f"{row(3)['number']} {row(3)['query_code']}")
    assert row(3)["contact"] in person.sees()
    assert "立案" not in person.sees()
    assert not any("告诉我" in button for button in person.buttons())
    assert [follower.notices for follower in await _followers(stage)] == [False]


async def test_forged_and_stale_buttons_open_nothing(stage: Stage) -> None:
    owner, other = await stage.person(1).agrees(), await stage.person(2).agrees()
    await owner.says(f"{NUMBER} {CODE}")
    case_id = (await _followers(stage))[0].case_id
    await other.says("/menu")
    menu = list(other.messages().values())[-1]
    for data in (f"case:open:{case_id}", f"case:notices:{case_id}:on", f"case:agree:{case_id}"):
        await stage.feed(other.press_of(menu, data))
        assert "没有关注" in other.sees()
    for data in ("case:open:x", "case:open:99999999999999999999", "case:notices:1:maybe", "case:"):
        await stage.feed(other.press_of(menu, data))
        assert "用不上" in other.sees()


async def test_stopping_takes_back_what_waits(stage: Stage, tmp_path: Path) -> None:
    person = await stage.person(1).agrees()
    await person.says(f"{NUMBER} {CODE}")
    stage.wait(hours=14)
    await _takes(stage, tmp_path, row(1, stage="侦办中", stage_at="2026-03-02"))
    await person.says("/case")
    await person.presses("末四位 0001 · 侦办中")
    await person.presses("不再关注")
    async with stage.database.reading() as db:
        assert [notice.state for notice in await db.scalars(select(Outbox))] == ["never"]
    assert await _followers(stage) == []


async def test_what_is_no_number_is_asked_for_again_and_a_story_is_heard(stage: Stage) -> None:
    person = await stage.person(1).agrees()
    await person.presses("我的案件")
    await person.says("在吗")
    assert "不像案件编号" in person.sees()
    await person.says("我们小区门口每天晚上都有人飙车,吵得睡不着")
    assert "不像案件编号" not in person.sees()


async def test_the_menu_ends_the_question(stage: Stage, database: Database) -> None:
    person: Person = await stage.person(1).agrees()
    await person.presses("我的案件")
    await person.presses("回到菜单")
    async with database.reading() as db:
        (chat,) = await db.scalars(select(Chat))
    assert chat.state is None


@pytest.mark.parametrize(
    "typed",
    [
        [f"{NUMBER} {CODE}"],
        [f"案件编号{NUMBER}，查询码{CODE}"],
        [f"你好 {NUMBER} {CODE}"],
        [NUMBER, CODE],
    ],
)
async def test_a_code_typed_in_the_midst_of_writing_opens_its_case_and_is_in_no_draft(
    stage: Stage, database: Database, typed: list[str]
) -> None:
    person = await stage.person(1).agrees()
    await person.says("楼下烧烤店半夜吵,没人管")
    for text in typed:
        await person.says(text)
    assert "公开电话" in person.sees()
    assert any("给您留着" in text for text in person.texts())
    async with database.reading() as db:
        draft = (await db.scalars(select(ComplaintDraft))).one()
    assert draft.parts[0]["text"] == "楼下烧烤店半夜吵,没人管"
    assert CODE not in str(draft.parts)
    assert list(stage.heard.written)[-1] in stage.heard.deleted


async def test_a_story_with_a_code_is_heard_without_the_code(
    stage: Stage, database: Database
) -> None:
    person = await stage.person(1).agrees()
    story = (
        f"案件编号{NUMBER}，查询码{CODE}，报案已经三个月了，派出所一直没有消息，请问有没有人在办"
    )
    await person.says(story)
    assert "查询码只有您自己该知道" in person.sees()
    async with database.reading() as db:
        draft = (await db.scalars(select(ComplaintDraft))).one()
    assert draft.parts[0]["text"] == story.replace(CODE, "***")
    assert list(stage.heard.written)[-1] in stage.heard.deleted


async def test_a_case_just_opened_says_that_it_is_kept_and_how_to_let_it_go(stage: Stage) -> None:
    person = await stage.person(1).agrees()
    await person.says(f"{NUMBER} {CODE}")
    assert "已经放进“我的案件”" in person.sees()
    await person.says(f"{NUMBER} {CODE}")
    assert "已经放进" not in person.sees()
    await person.presses("不再关注")
    assert await _followers(stage) == []


async def test_a_photo_of_the_acceptance_receipt_is_no_complaint(
    stage: Stage, database: Database
) -> None:
    person = await stage.person(1).agrees()
    await person.says("/case")
    await person.sends_photo(PHOTO)
    assert "打成字" in person.sees()
    await person.says(f"{NUMBER} {CODE}")
    assert "公开电话" in person.sees()
    async with database.reading() as db:
        assert (await db.scalars(select(ComplaintDraft))).all() == []


async def test_after_a_wrong_code_the_code_alone_is_enough(stage: Stage) -> None:
    """It was once taken for the number of another case."""
    person = await stage.person(1).agrees()
    await person.presses("我的案件")
    await person.says(NUMBER)
    await person.says("000000")
    assert "已从聊天里删去" in person.sees()
    await person.says(CODE)
    assert "现在：立案" in person.sees()


async def test_after_a_wrong_code_another_number_corrects_the_first(stage: Stage) -> None:
    person = await stage.person(1).agrees()
    await person.presses("我的案件")
    await person.says(row(2)["number"])
    await person.says(CODE)
    await person.says(NUMBER)
    assert f"编号末四位是 {NUMBER[-4:]}" in person.sees()
    await person.says(CODE)
    assert "现在：立案" in person.sees()


async def test_words_where_a_number_is_asked_for_are_offered_to_become_a_complaint(
    stage: Stage, database: Database
) -> None:
    """A whole matter was once lost as "no case number", and counted as a wrong code."""
    person = await stage.person(1).agrees()
    await person.presses("我的案件")
    await person.says("我家被偷了没人管")
    await person.says(NUMBER)
    await person.says("我家三号楼的灯也坏了")
    assert "不像案件编号" in person.sees()
    await person.presses("写成诉求")
    assert "1条文字" in person.sees()
    async with database.reading() as db:
        draft = (await db.scalars(select(ComplaintDraft))).one()
    assert [part["text"] for part in draft.parts] == ["我家三号楼的灯也坏了"]
