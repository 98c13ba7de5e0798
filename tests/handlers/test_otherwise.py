"""What no other door took: nobody is met with silence, and nothing breaks."""

from typing import Any

import pytest
from aiogram.types import Chat, Contact, Document, Location, Message, Sticker, Update, Voice
from sqlalchemy import func, select

from handlers.house import House
from storage.database import Database
from storage.schema.draft import ComplaintDraft
from storage.schema.inbox import Inbox
from tests.conftest import NOW
from tests.handlers.test_complaint import _citizen
from tests.talk.stage import Person

KINDS: list[tuple[dict[str, Any], str]] = [
    ({"voice": Voice(file_id="v", file_unique_id="v", duration=3)}, "语音"),
    ({"document": Document(file_id="d", file_unique_id="d", mime_type="image/png")}, "文件"),
    ({"location": Location(latitude=1.0, longitude=2.0)}, "位置"),
    ({"contact": Contact(phone_number="0000", first_name="x")}, "名片"),
    (
        {
            "sticker": Sticker(
                file_id="s",
                file_unique_id="s",
                type="regular",
                width=1,
                height=1,
                is_animated=False,
                is_video=False,
            )
        },
        "表情",
    ),
    ({"delete_chat_photo": True}, "只看得懂文字和照片"),
]


async def _drafts(database: Database) -> int:
    async with database.reading() as db:
        return await db.scalar(select(func.count()).select_from(ComplaintDraft)) or 0


@pytest.mark.parametrize(("content", "word"), KINDS)
async def test_what_cannot_be_read_is_named(
    sqlite: Database, house: House, content: dict[str, Any], word: str
) -> None:
    person = await _citizen(sqlite, house)
    await person.sends(**content)
    assert word in person.sees()
    assert "回到菜单" in person.buttons()


async def test_a_file_with_words_is_told_and_its_words_are_read(
    sqlite: Database, house: House
) -> None:
    person = await _citizen(sqlite, house)
    document = Document(file_id="d", file_unique_id="d")
    await person.sends(document=document, caption="楼下烧烤店半夜吵,没人管")
    assert "文件我打不开" in person.texts()[-2]
    assert "1条文字" in person.sees()


async def test_a_voice_message_does_not_lose_a_draft(sqlite: Database, house: House) -> None:
    person = await _citizen(sqlite, house)
    await person.says("楼下烧烤店半夜吵,没人管")
    await person.sends(**KINDS[0][0])
    await person.says("地点是三号楼的南门")
    assert any("2条文字" in text for text in person.texts())


@pytest.mark.parametrize("writing", [False, True])
@pytest.mark.parametrize("length", [20_001, 200_000])
async def test_a_text_too_long_is_told_and_not_kept(
    database: Database, house: House, length: int, writing: bool
) -> None:
    person = await _citizen(database, house)
    if writing:
        await person.says("/complaint")
    await person.says("吵" + "架" * (length - 1))
    assert "20000" in person.sees()
    async with database.reading() as db:
        assert [d.parts for d in await db.scalars(select(ComplaintDraft))] in ([], [[]])
        row = (await db.scalars(select(Inbox).order_by(Inbox.id.desc()))).first()
        assert row is not None
        assert row.state != "failed"


@pytest.mark.parametrize(
    "text", ["\u200b\u200f\u202e", "😀", "👨‍👩‍👧", "。。。", "\ufe0f", "\u0000"]
)
async def test_texts_without_words_are_answered(sqlite: Database, house: House, text: str) -> None:
    person = await _citizen(sqlite, house)
    await person.says(text)
    assert "没有文字" in person.sees()
    assert await _drafts(sqlite) == 0


@pytest.mark.parametrize("text", ["你好", "hi", "谢谢", "在吗?", "OK", "嗯", "想问", "abc"])
async def test_small_talk_is_no_complaint(sqlite: Database, house: House, text: str) -> None:
    person = await _citizen(sqlite, house)
    await person.says(text)
    assert await _drafts(sqlite) == 0
    assert "我的案件" in person.buttons()


@pytest.mark.parametrize("text", ["怎么办身份证", "身份证", "户口", "车被偷了"])
async def test_a_question_is_offered_to_be_sent(sqlite: Database, house: House, text: str) -> None:
    person = await _citizen(sqlite, house)
    await person.says(text)
    assert "写好了" in person.buttons()


async def _changes(person: Person, number: int, **content: Any) -> None:
    update = person.message(**content)
    assert update.message is not None
    changed = update.message.model_copy(update={"message_id": number})
    await person.stage.feed(Update(update_id=update.update_id, edited_message=changed))


async def test_a_changed_message_changes_the_draft(database: Database, house: House) -> None:
    person = await _citizen(database, house)
    await person.says("楼下烧烤店半夜吵,没人管")
    await person.says("在三号楼")
    async with database.reading() as db:
        first = (await db.scalars(select(ComplaintDraft))).one().messages[0]
    await _changes(person, first, text="楼下烧烤店每天半夜吵,没人管")
    assert "改好了" in person.sees()
    async with database.reading() as db:
        draft = (await db.scalars(select(ComplaintDraft))).one()
        assert [p["text"] for p in draft.parts] == ["楼下烧烤店每天半夜吵,没人管", "在三号楼"]
    await _changes(person, first, text="吵" + "架" * 20_000)
    assert "太长" in person.sees()
    async with database.reading() as db:
        draft = (await db.scalars(select(ComplaintDraft))).one()
        assert draft.parts[0]["text"] == "楼下烧烤店每天半夜吵,没人管"


async def test_a_changed_message_is_told_to_be_sent_anew(sqlite: Database, house: House) -> None:
    person = await _citizen(sqlite, house)
    update = person.message(text="改过的")
    await person.stage.feed(Update(update_id=update.update_id, edited_message=update.message))
    assert "改过的消息" in person.sees()


@pytest.mark.parametrize("field", ["message", "edited_message"])
async def test_groups_are_ignored_even_in_danger(
    sqlite: Database, house: House, field: str
) -> None:
    person = await _citizen(sqlite, house)
    said = len(person.stage.heard.said)
    message = Message(
        message_id=9,
        date=NOW,
        chat=Chat(id=-5, type="group"),
        from_user=person.user,
        text="救命 有人持刀",
    )
    await person.stage.feed(Update.model_validate({"update_id": 9000, field: message}))
    assert len(person.stage.heard.said) == said


async def test_danger_is_answered_first_in_the_middle_of_writing(
    database: Database, house: House
) -> None:
    person = await _citizen(database, house)
    await person.says("/complaint")
    await person.says("救命,隔壁有人持刀")
    said = [text for m in person.stage.heard.said if (text := getattr(m, "text", None))][-2:]
    assert "110" in said[0]
    assert "没有放进诉求" in said[1]
    await person.says("楼下烧烤店半夜吵,没人管")
    assert "1条文字" in person.sees()


async def test_a_danger_can_be_put_into_the_complaint_after_all(
    database: Database, house: House
) -> None:
    person = await _citizen(database, house)
    await person.says("楼下烧烤店半夜吵,没人管")
    await person.says("救命,隔壁有人持刀")
    await person.presses("也写进诉求")
    assert "2条文字" in person.sees()
    async with database.reading() as db:
        draft = (await db.scalars(select(ComplaintDraft))).one()
        assert [part["text"] for part in draft.parts][-1] == "救命,隔壁有人持刀"
        assert len(draft.messages) == 2


@pytest.mark.parametrize(
    ("text", "word"),
    [("?", "想问什么"), ("hm", "我在听"), ("sdkjfhskdjf", "我在听"), ("滚", "心里有气")],
)
async def test_noise_and_curses_are_answered_and_begin_nothing(
    sqlite: Database, house: House, text: str, word: str
) -> None:
    person = await _citizen(sqlite, house)
    await person.says(text)
    assert word in person.sees()
    assert "我的案件" in person.buttons()
    assert await _drafts(sqlite) == 0


@pytest.mark.parametrize("text", ["你好😊", "hi 👋", "您好"])
async def test_a_greeting_before_anything_is_written_is_greeted_and_no_part_of_it(
    sqlite: Database, house: House, text: str
) -> None:
    person = await _citizen(sqlite, house)
    await person.says("/complaint")
    await person.says(text)
    assert person.sees().startswith("您好！")
    assert "写好了" not in person.buttons()
    await person.says("楼下烧烤店半夜吵,没人管")
    assert "1条文字" in person.sees()
    await person.says(text)
    assert "2条文字" in person.sees(), "later it may be a part"


async def test_noise_in_the_midst_of_writing_is_left_out_and_a_curse_is_not(
    sqlite: Database, house: House
) -> None:
    person = await _citizen(sqlite, house)
    await person.says("你们这群废物,我报案三个月没人管")
    await person.says("？？")
    assert "没有放进诉求" in person.sees()
    assert "1条文字" in person.sees()
    await person.says("昨晚")
    assert "2条文字" in person.sees()
