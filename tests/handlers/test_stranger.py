"""People who have not agreed yet."""

from typing import Any

import pytest
from aiogram.types import Message, PhotoSize, Voice
from sqlalchemy import func, select

from handlers.greeted import Greeted
from handlers.house import House
from storage import history
from storage.database import Database
from storage.schema.citizen import Chat
from storage.schema.draft import ComplaintDraft
from tests.conftest import NOW
from tests.handlers.test_complaint import PHOTO, WORDS
from tests.talk.stage import Person, Stage


def _stranger(database: Database, house: House, language: str = "zh") -> Person:
    return Stage(database, house, NOW).person(102, language)


async def _parts(database: Database) -> list[Any]:
    async with database.reading() as db:
        return [part for draft in await db.scalars(select(ComplaintDraft)) for part in draft.parts]


async def _chats(database: Database) -> int:
    async with database.reading() as db:
        return await db.scalar(select(func.count()).select_from(Chat)) or 0


def _card(person: Person, place: int) -> Message:
    """One of the messages under which a stranger may agree."""
    cards = [m for m in person.messages().values() if "consent:agree" in str(m.reply_markup)]
    return cards[place]


async def test_the_words_under_a_photo_are_taken_and_the_photo_asked_for_again(
    database: Database, house: House
) -> None:
    person = _stranger(database, house)
    await person.sends_photo(PHOTO, WORDS)
    assert await _chats(database) == 0
    await person.presses("同意，开始")
    assert any("再发一次" in text for text in person.texts())
    assert [(p.get("text"), p.get("photo")) for p in await _parts(database)] == [(WORDS, None)]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ({"voice": Voice(file_id="v", file_unique_id="v", duration=3)}, "语音"),
        ({"photo": [PhotoSize(file_id="p", file_unique_id="p", width=1, height=1)]}, "再发一次"),
    ],
)
async def test_what_was_sent_before_and_can_not_be_taken_is_named(
    sqlite: Database, house: House, content: dict[str, Any], word: str
) -> None:
    person = _stranger(sqlite, house)
    if "photo" in content:
        await person.sends_photo(PHOTO)
    else:
        await person.sends(**content)
    await person.presses("同意，开始")
    assert word in person.sees()
    assert await _parts(sqlite) == []


async def test_of_several_messages_the_chosen_one_is_taken_and_the_loss_is_said(
    database: Database, house: House
) -> None:
    person = _stranger(database, house)
    await person.says(WORDS)
    await person.says("就在三号楼的南门,每天晚上都这样")
    assert "还没有保存" in person.sees()
    first = _card(person, 0)
    await person.stage.feed(person.press_of(first, "consent:agree:zh"))
    assert any("不止一条" in text for text in person.texts())
    assert [p["text"] for p in await _parts(database)] == [WORDS]


async def test_words_from_before_the_consent_stay_in_the_talk_of_the_web_page(
    database: Database, house: House
) -> None:
    """They were in the open tab alone, and gone from sight with it."""
    person = _stranger(database, house)
    person.stage.channel = history.CHANNEL
    person.stage.bots[history.CHANNEL] = person.stage.bot
    async with database.transaction() as db:
        row, _ = await history.hear(db, 102, "k", NOW, text=WORDS, keep=False)
        revision = row.revision
    update = person.message(text=WORDS)
    assert update.message is not None
    said = update.message.model_copy(update={"message_id": row.number})
    await person.stage.feed(update.model_copy(update={"message": said}))
    await person.presses("同意，开始")
    async with database.reading() as db:
        kept = await history.find(db, 102, row.number)
    assert kept is not None
    assert kept.text == WORDS
    assert kept.revision > revision


async def test_an_older_question_does_nothing_after_the_consent(
    database: Database, house: House
) -> None:
    person = _stranger(database, house)
    await person.says(WORDS)
    await person.says("就在三号楼的南门,每天晚上都这样")
    older = _card(person, 0)
    await person.presses("同意，开始")
    for data in ("consent:agree:zh", "consent:decline:zh", "consent:show:en"):
        await person.stage.feed(person.press_of(older, data))
        assert "已经同意过了" in (person.messages()[older.message_id].text or "")
    assert len(await _parts(database)) == 1
    assert await _chats(database) == 1


async def test_no_button_of_a_question_outlives_the_answer(
    database: Database, house: House
) -> None:
    """Those above kept theirs after the consent, after a link code and after staff had signed in."""
    person = _stranger(database, house)
    for said in ("/start", WORDS, "/link L7K2M-9QXD"):
        await person.says(said)
    assert len([m for m in person.messages().values() if "consent:" in str(m.reply_markup)]) == 3
    await person.presses("同意，开始")
    asked = [m for m in person.messages().values() if "consent:agree" in str(m.reply_markup)]
    assert asked == []


async def test_a_stranger_is_greeted_once_and_again_when_they_ask(
    sqlite: Database, house: House
) -> None:
    person = _stranger(sqlite, house)
    await person.says("/start")
    await person.says(WORDS)
    await person.says("在吗")
    hello = house.book["zh"]("house.hello")
    assert person.texts().count(hello) == 1
    await person.presses("看说明")
    assert "存什么" in person.sees()
    await person.says("/start")
    assert person.texts().count(hello) == 2
    await person.presses("同意，开始")
    assert not any("不止一条" in text for text in person.texts())


async def test_who_was_just_greeted_and_sends_a_link_code_reads_the_notice_once(
    sqlite: Database, house: House
) -> None:
    """A page greets by itself as it opens: a code as the very first words brought it all again."""
    person = _stranger(sqlite, house)
    await person.says("/start")
    await person.says("/link L7K2M-9QXD")
    assert sum("存什么" in text for text in person.texts()) == 1
    assert "还没有保存" in person.sees()
    await person.presses("同意，开始", quoted="/link L7K2M-9QXD")
    assert any("这个码不对" in text for text in person.texts())


async def test_somebody_in_danger_is_not_greeted_at_length(sqlite: Database, house: House) -> None:
    person = _stranger(sqlite, house)
    await person.says("救命,隔壁有人持刀")
    assert "110" in person.texts()[0]
    assert len(person.texts()) == 2
    assert "等您安全了" in person.sees()
    await person.presses("看说明")
    await person.presses("同意，开始")
    assert "像是急事" in person.sees()


@pytest.mark.parametrize(
    ("client", "text", "word"),
    [
        ("zh", "my bike was stolen last night", "I agree, start"),
        ("en", "我的电动车被偷了", "同意，开始"),
        ("zh", "wo de diandongche bei tou le", "同意，开始"),
        ("zh", "/language en", "I agree, start"),
        ("en", "/language", "同意，开始"),
    ],
)
async def test_a_stranger_is_asked_in_the_language_they_use(
    sqlite: Database, house: House, client: str, text: str, word: str
) -> None:
    person = _stranger(sqlite, house, client)
    await person.says(text)
    assert word in person.buttons()


async def test_a_language_chosen_before_lasts(sqlite: Database, house: House) -> None:
    person = _stranger(sqlite, house)
    await person.says("/start")
    await person.presses("English")
    await person.presses("I agree, start")
    await person.presses("Yes")
    await person.presses("Yes")
    await person.presses("No")
    assert "Complaint · suggestion · praise" in person.buttons()
    await person.says("/menu")
    assert "Complaint · suggestion · praise" in person.buttons()


async def test_a_label_typed_before_the_consent_is_opened_after_it(
    sqlite: Database, house: House
) -> None:
    person = _stranger(sqlite, house)
    await person.says("我的案件")
    await person.presses("同意，开始")
    assert "案件编号" in person.sees()
    assert await _parts(sqlite) == []


def test_only_so_many_strangers_are_remembered_and_only_by_a_count() -> None:
    greeted = Greeted(room=2)
    assert not greeted.count(("web", 1), 1)
    assert greeted.count(("web", 1), 1)
    assert not greeted.count(("web", 2), 0)
    assert not greeted.count(("web", 3), 0)
    assert greeted.forget(("web", 1)) == 0
    assert greeted.count(("web", 3), 0)
