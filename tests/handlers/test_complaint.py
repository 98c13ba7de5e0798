"""Complaints, from the first word to the receipt."""

import asyncio
import json
from pathlib import Path

from sqlalchemy import func, select, text

from domain.complaint import EntryKind
from domain.draft import PHOTOS_IN_ALL, PHOTOS_LIMIT
from domain.receipt_code import find_code
from handlers.house import House
from storage import complaints
from storage.database import Database, Table
from storage.schema.complaint import Complaint, ComplaintEntry, NamedUnit, Photo
from storage.schema.draft import ComplaintDraft
from tests.conftest import NOW
from tests.talk.stage import Person, Stage

PHOTO = (Path(__file__).parents[1] / "talk" / "photo.jpg").read_bytes()
WORDS = "城关派出所的窗口排队三个小时,没有人管"


async def _citizen(database: Database, house: House, language: str = "zh") -> Person:
    return await Stage(database, house, NOW).person(101, language).agrees()


async def _sent(person: Person, *messages: str, contact: str = "可以联系我") -> str:
    """The receipt code of what was sent."""
    for message in messages or (WORDS,):
        await person.says(message)
    for button in ("写好了", contact, "提交"):
        await person.presses(button)
    code = find_code(" ".join(line for line in person.sees().splitlines() if "回执码" in line))
    assert code is not None
    return code


async def _count(database: Database, table: type[Table]) -> int:
    async with database.reading() as db:
        return await db.scalar(select(func.count()).select_from(table)) or 0


async def _only(database: Database) -> tuple[Complaint, list[ComplaintEntry]]:
    async with database.reading() as db:
        complaint = (await db.scalars(select(Complaint))).one()
        return complaint, list(await complaints.entries(db, complaint.id))


async def test_what_is_written_is_routed_kept_and_promised(
    database: Database, house: House
) -> None:
    person = await _citizen(database, house)
    code = await _sent(person, WORDS, "希望多开一个窗口")
    complaint, entries = await _only(database)
    routing = await house.route(f"{WORDS}\n希望多开一个窗口")
    assert complaint.receipt_code == code
    assert (complaint.area, complaint.to_triage) == (routing.area, not routing.sure)
    assert [reason["word"] for reason in complaint.because] == [r.word for r in routing.because]
    assert complaint.due_at == NOW + house.policy.complaint_answer
    assert [entry.text for entry in entries] == [WORDS, "希望多开一个窗口"]
    async with database.reading() as db:
        assert await complaints.named_units(db, complaint.id) == ["chengguan"]
        assert complaint.citizen_id is not None
    assert await _count(database, ComplaintDraft) == 0


async def test_three_messages_at_once_are_all_in_one_draft_with_one_card(
    database: Database, house: House
) -> None:
    person = await _citizen(database, house)
    await person.presses("说诉求 · 提建议 · 夸一夸")
    said = len(person.messages())
    updates = [person.message(text=f"第{n}句话,路灯坏了") for n in range(3)]
    await person.stage.intake.keep("stage", [(str(u.update_id), u) for u in updates])
    await person.stage.intake.drain()
    assert len(person.messages()) == said
    assert "3条文字" in person.sees()
    async with database.reading() as db:
        draft = (await db.scalars(select(ComplaintDraft))).one()
    assert [part["text"] for part in draft.parts] == [f"第{n}句话,路灯坏了" for n in range(3)]


async def test_a_double_press_on_send_makes_one_complaint(database: Database, house: House) -> None:
    person = await _citizen(database, house)
    await person.says(WORDS)
    await person.presses("写好了")
    await person.presses("可以联系我")
    presses = [person.press("提交") for _ in range(5)]
    await person.stage.intake.keep("stage", [(str(u.update_id), u) for u in presses])
    await person.stage.intake.drain()
    complaint, entries = await _only(database)
    assert complaint.receipt_code in person.sees()
    assert len(entries) == 1


async def test_nothing_is_kept_of_a_sending_that_failed_half_way(
    database: Database, house: House
) -> None:
    person = await _citizen(database, house)
    await person.says(WORDS)
    await person.presses("写好了")
    await person.presses("可以联系我")
    async with database.transaction() as db:
        await db.execute(text("ALTER TABLE named_unit RENAME TO away"))
    await person.presses("提交")
    assert await _count(database, Complaint) == 0
    assert await _count(database, ComplaintDraft) == 1
    async with database.transaction() as db:
        await db.execute(text("ALTER TABLE away RENAME TO named_unit"))
    person.stage.wait(minutes=5)
    await person.stage.intake.replay(alone=True)
    await person.stage.intake.drain()
    complaint, _ = await _only(database)
    assert any(complaint.receipt_code in text for text in person.texts())
    assert await _count(database, NamedUnit) == 1


async def test_no_row_leads_from_an_anonymous_complaint_to_the_person(
    database: Database, house: House
) -> None:
    person = await _citizen(database, house)
    await person.sends_photo(PHOTO, "城关派出所窗口,没人管")
    await _sent(person, WORDS, contact="匿名")
    complaint, _ = await _only(database)
    assert complaint.citizen_id is None
    async with database.reading() as db:
        for table in Table.metadata.sorted_tables:
            if table.name.startswith("complaint") or table.name in ("named_unit", "photo"):
                continue
            rows = [dict(row._mapping) for row in await db.execute(select(table))]
            kept = json.dumps(rows, default=str, ensure_ascii=False)
            assert "没人管" not in kept, table.name
            assert "没有人管" not in kept, table.name
            assert complaint.draft_key not in kept, table.name
            if table.name != "inbox":  # the receipt itself, until it is known to be out
                assert complaint.receipt_code not in kept, table.name


async def test_the_words_of_an_anonymous_complaint_leave_the_chat(
    sqlite: Database, house: House
) -> None:
    person = await _citizen(sqlite, house)
    await person.says(WORDS)
    await person.says("还有一句")
    written = {
        m.message_id for m in person.stage.heard.written.values() if m.text in (WORDS, "还有一句")
    }
    await _sent(person, "最后一句", contact="匿名")
    assert written <= person.stage.heard.deleted
    assert not any(WORDS in text for text in person.texts())


async def test_a_contactable_complaint_stays_in_the_chat(sqlite: Database, house: House) -> None:
    person = await _citizen(sqlite, house)
    await _sent(person)
    assert not person.stage.heard.deleted


async def test_a_sixth_photo_is_told_and_the_five_stay(database: Database, house: House) -> None:
    person = await _citizen(database, house)
    for _ in range(PHOTOS_LIMIT + 1):
        await person.sends_photo(PHOTO)
    assert "最多5张" in person.sees()
    heard = person.stage.heard
    assert [number in heard.deleted for number, sent in heard.written.items() if sent.photo] == [
        *[False] * PHOTOS_LIMIT,
        True,
    ], "what was not taken does not lie in the history for months"
    await _sent(person, "窗口贴的通知看不懂,没人解释")
    _, entries = await _only(database)
    assert [e.kind for e in entries] == [EntryKind.TEXT] + [EntryKind.PHOTO] * PHOTOS_LIMIT
    assert await _count(database, Photo) == PHOTOS_LIMIT


async def test_a_complaint_has_so_many_photos_with_all_that_is_added(
    sqlite: Database, house: House
) -> None:
    """The limit began anew with each addition: one receipt code took any number."""
    person = await _citizen(sqlite, house)
    await _sent(person, "窗口贴的通知看不懂,没人解释")
    complaint, _ = await _only(sqlite)
    async with sqlite.transaction() as db:
        for _ in range(PHOTOS_IN_ALL - 1):
            await complaints.add_entry(db, complaint.id, EntryKind.PHOTO, NOW)
    await person.says(f"/receipt {complaint.receipt_code}")
    await person.presses("补充")
    await person.sends_photo(PHOTO)
    await person.sends_photo(PHOTO)
    assert f"最多{PHOTOS_IN_ALL}张照片" in person.sees()
    await person.presses("写好了")
    assert await _count(sqlite, Photo) == 1


async def test_photos_alone_are_asked_for_a_word(sqlite: Database, house: House) -> None:
    person = await _citizen(sqlite, house)
    await person.sends_photo(PHOTO)
    await person.presses("写好了")
    assert "照片收好了" in person.sees()


async def test_what_is_more_than_a_draft_holds_is_told_and_nothing_before_is_lost(
    sqlite: Database, house: House
) -> None:
    person = await _citizen(sqlite, house)
    for n in range(6):
        await person.says(f"{n}" + "路灯坏了" * 1000)
    assert "两万字" in person.sees()
    await _sent(person, "完")
    _, entries = await _only(sqlite)
    assert [(entry.text or "")[0] for entry in entries] == ["0", "1", "2", "3", "完"]


async def test_a_broken_and_a_huge_photo_are_told(sqlite: Database, house: House) -> None:
    person = await _citizen(sqlite, house)
    await person.sends_photo(b"no picture", "窗口没人管")
    assert "打不开" in person.sees()
    await person.sends_photo(b"0" * 9_000_000)
    assert "太大" in person.sees()
    await _sent(person, "没有照片了")
    _, entries = await _only(sqlite)
    assert [entry.text for entry in entries] == ["窗口没人管", "没有照片了"]


async def test_a_draft_outlives_the_menu_and_days(database: Database, house: House) -> None:
    person = await _citizen(database, house)
    await person.says(WORDS)
    await person.presses("回到菜单")
    assert "给您留着" in person.sees()
    person.stage.wait(days=3)
    await person.presses("说诉求 · 提建议 · 夸一夸")
    assert "1条文字" in person.sees()
    await _sent(person, "三天了还是这样")
    _, entries = await _only(database)
    assert [entry.text for entry in entries] == [WORDS, "三天了还是这样"]


async def test_a_cancelled_draft_is_gone_with_its_photos(database: Database, house: House) -> None:
    person = await _citizen(database, house)
    await person.sends_photo(PHOTO, "窗口没人管")
    await person.presses("不写了")
    assert await _count(database, ComplaintDraft) == 1
    await person.presses("删掉，不写了")
    assert await _count(database, ComplaintDraft) == 0
    assert await _count(database, Photo) == 0


async def test_write_anew_empties_the_draft(sqlite: Database, house: House) -> None:
    person = await _citizen(sqlite, house)
    await person.sends_photo(PHOTO, "窗口没人管")
    for button in ("写好了", "匿名", "修改", "全部重写"):
        await person.presses(button)
    assert await _count(sqlite, Photo) == 0
    await _sent(person, "重新写的一句话")
    _, entries = await _only(sqlite)
    assert [entry.text for entry in entries] == ["重新写的一句话"]


async def test_what_a_stranger_typed_is_taken_up_after_the_consent(
    database: Database, house: House
) -> None:
    person = Stage(database, house, NOW).person(102)
    await person.says(WORDS)
    assert await _count(database, ComplaintDraft) == 0
    await person.presses("同意，开始")
    assert "1条文字" in person.sees()
    await _sent(person, "就在三号楼下")
    _, entries = await _only(database)
    assert [entry.text for entry in entries] == [WORDS, "就在三号楼下"]


async def test_a_strangers_greeting_is_no_draft(sqlite: Database, house: House) -> None:
    person = Stage(sqlite, house, NOW).person(102)
    await person.says("你好")
    await person.presses("同意，开始")
    assert await _count(sqlite, ComplaintDraft) == 0


async def test_two_people_write_at_the_same_time(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    people = [await stage.person(number).agrees() for number in (201, 202, 203)]
    await asyncio.gather(*(person.says(f"{WORDS} {person.chat_id}") for person in people))
    codes = [await _sent(person, "完了") for person in people]
    assert len(set(codes)) == 3
    assert await _count(database, Complaint) == 3


async def test_invisible_marks_and_html_are_only_text(sqlite: Database, house: House) -> None:
    person = await _citizen(sqlite, house)
    await _sent(person, "\u202e<b>窗口</b>没\u200b人管 &amp; <script>")
    _, entries = await _only(sqlite)
    assert entries[0].text == "<b>窗口</b>没人管 &amp; <script>"
