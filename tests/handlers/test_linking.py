"""One person in several chats: codes are short-lived and bounded, nothing is mixed up, lost or left."""

import json
from datetime import date, timedelta

import pytest
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile
from sqlalchemy import func, select

from domain.link_code import FIRST, hash_code, new_code, read_code
from domain.receipt_code import read_code as read_receipt
from domain.say import Say
from handlers.house import House
from handlers.linking import CODE_LASTS
from scheduler.keeping_jobs import let_pass
from storage import chats, history, outbox
from storage.database import Database, Table
from storage.schema.citizen import Chat, Citizen, Consent, LinkCode
from storage.schema.complaint import Complaint
from storage.schema.outbox import Outbox
from storage.schema.survey import SurveyRest
from tests.conftest import NOW
from tests.linked import well_known
from tests.talk.stage import Person, Stage

YES = "是我自己取的，接上"


async def _two(database: Database, house: House) -> tuple[Person, Person]:
    """The owner, with something everywhere, and a chat that is to be theirs, too."""
    stage = Stage(database, house, NOW)
    stage.bots[history.CHANNEL] = stage.bot
    stage.channel = history.CHANNEL
    owner, other = stage.person(101), stage.person(102)
    await owner.agrees()
    await well_known(database, NOW)
    return owner, other


async def _code(person: Person) -> str:
    await person.says("/link")
    await person.presses("取一个码")
    line = next(line for line in person.sees().splitlines() if line.startswith("/link "))
    return line.removeprefix("/link ")


async def _bound(database: Database, house: House) -> tuple[Person, Person]:
    owner, other = await _two(database, house)
    await other.agrees()
    await other.says(f"/link {await _code(owner)}")
    await other.presses(YES)
    assert "接上了" in other.sees()
    return owner, other


async def _count(database: Database, table: type[Table]) -> int:
    async with database.reading() as db:
        return await db.scalar(select(func.count()).select_from(table)) or 0


async def _citizen_of(database: Database, chat_id: int) -> int | None:
    async with database.reading() as db:
        found = await chats.find(db, history.CHANNEL, chat_id)
        return found[1].id if found and found[1] else None


async def _answer(database: Database, citizen_id: int | None, chat_id: int) -> None:
    """One that waits to be sent to that chat."""
    async with database.transaction() as db:
        await outbox.put(
            db,
            key="answer:late",
            kind="answer",
            subject="complaint:1",
            channel=history.CHANNEL,
            chat_id=chat_id,
            citizen_id=citizen_id,
            say=Say("说给一个人听的话"),
            due_at=NOW,
            now=NOW,
        )


def test_a_code_is_read_however_it_is_typed_and_is_no_receipt_code() -> None:
    code = new_code()
    assert code.startswith(FIRST)
    assert read_receipt(code) is None
    for typed in (code, code.lower(), code.replace("-", " "), f" {code} "):
        assert read_code(typed) == code


def test_a_word_is_no_code() -> None:
    assert read_code("literally") is None
    assert read_code("路灯坏了") is None
    assert read_code("M7K2M-9QXD") is None


async def test_of_a_code_only_its_hash_is_kept_and_the_message_with_it_goes(
    database: Database, house: House
) -> None:
    owner, _ = await _two(database, house)
    code = await _code(owner)
    async with database.reading() as db:
        row = (await db.scalars(select(LinkCode))).one()
    assert row.code_hash == hash_code(house.key, code)
    assert row.expires_at == NOW + CODE_LASTS


async def test_a_bound_chat_shows_the_same_matters(database: Database, house: House) -> None:
    _, other = await _bound(database, house)
    assert await _citizen_of(database, 102) == await _citizen_of(database, 101)
    await other.says("/mydata")
    assert "在办1件，已办结1件" in other.sees()
    assert "聊天窗口2个" in other.sees()
    assert await _count(database, Citizen) == 1


async def test_who_is_new_agrees_first_and_is_asked_nothing_that_was_chosen_before(
    database: Database, house: House
) -> None:
    owner, other = await _two(database, house)
    await other.says(f"/link {await _code(owner)}")
    assert await _citizen_of(database, 102) is None
    await other.presses("同意，开始")
    assert "要把这个窗口接到" in other.sees()
    await other.presses(YES)
    async with database.reading() as db:
        given = (await db.scalars(select(Consent.kind).order_by(Consent.id))).all()
    assert given.count("processing") == 2  # each with the wording of its channel
    assert given.count("notices") == 1


async def test_a_wrong_code_before_agreeing_leads_to_the_usual_questions(
    database: Database, house: House
) -> None:
    _, other = await _two(database, house)
    await other.says("/link L7K2M-9QXD")
    await other.presses("同意，开始")
    assert any("这个码不对" in text for text in other.texts())
    assert "案件有进展时" in other.sees()
    await other.presses("要")
    await other.presses("要")
    await other.presses("不用")
    assert "请选择" in other.sees()


async def test_who_is_new_and_declines_to_bind_is_asked_for_each_further_consent(
    database: Database, house: House
) -> None:
    """They stood as refused, and nobody had asked."""
    owner, other = await _two(database, house)
    await other.says(f"/link {await _code(owner)}")
    await other.presses("同意，开始")
    assert not any("案件有进展时" in text for text in other.texts())
    refusal = other.press("不接")
    await other.stage.feed(refusal)
    assert any("没有接" in text for text in other.texts())
    assert "案件有进展时" in other.sees()
    await other.says("不用")
    assert "一分钟的测评" in other.sees()
    await other.presses("要")
    assert "公安发布" in other.sees()
    await other.presses("不用")
    assert "请选择" in other.sees()
    async with database.reading() as db:
        found = await chats.find(db, history.CHANNEL, 102)
    assert found is not None
    assert found[1] is not None
    assert (found[1].notices, found[1].surveys, found[1].broadcasts) == (False, True, False)
    await other.stage.feed(refusal.model_copy(update={"update_id": 9000}))
    assert sum("案件有进展时" in text for text in other.texts()) == 1, "what was chosen stands"


async def test_who_is_new_and_comes_too_late_to_bind_is_asked_for_them_once(
    database: Database, house: House
) -> None:
    owner, other = await _two(database, house)
    await other.says(f"/link {await _code(owner)}")
    await other.presses("同意，开始")
    owner.stage.wait(minutes=10)
    late = other.press(YES)
    await other.stage.feed(late)
    assert any("这个码不对" in text for text in other.texts())
    await other.stage.feed(late.model_copy(update={"update_id": 9000}))
    assert sum("案件有进展时" in text for text in other.texts()) == 1


async def test_who_declines_to_bind_later_is_asked_for_nothing(
    database: Database, house: House
) -> None:
    owner, other = await _two(database, house)
    await other.says("/start")
    for label in ("同意，开始", "不用", "不用", "不用"):
        await other.presses(label)
    await other.says(f"/link {await _code(owner)}")
    await other.presses("不接")
    assert "没有接" in other.sees()


async def test_a_code_is_good_for_ten_minutes(database: Database, house: House) -> None:
    owner, other = await _two(database, house)
    await other.agrees()
    code = await _code(owner)
    await other.says(code)
    owner.stage.wait(minutes=10)
    await other.presses(YES)
    assert "这个码不对" in other.sees()
    await let_pass(database, house, owner.stage.time)
    assert await _count(database, LinkCode) == 0


async def test_a_new_code_ends_the_older_one(database: Database, house: House) -> None:
    owner, other = await _two(database, house)
    await other.agrees()
    older, newer = await _code(owner), await _code(owner)
    await other.says(older)
    assert "这个码不对" in other.sees()
    await other.says(newer)
    assert "要把这个窗口接到" in other.sees()


async def test_five_wrong_codes_lock_the_door_to_the_right_one_too(
    database: Database, house: House
) -> None:
    owner, other = await _two(database, house)
    await other.agrees()
    code = await _code(owner)
    for _ in range(5):
        await other.says(f"/link {new_code()}")
    assert "错了5次" in other.sees()
    await other.says(code)
    assert "错了5次" in other.sees()


async def test_a_forged_press_binds_nothing_and_is_counted(
    database: Database, house: House
) -> None:
    _, other = await _two(database, house)
    await other.agrees()
    message = list(other.messages().values())[-1]
    for _ in range(5):
        await other.stage.feed(other.press_of(message, f"link:bind:{new_code()}"))
    assert "错了5次" in other.sees()
    assert await _citizen_of(database, 102) != await _citizen_of(database, 101)


async def test_a_chat_with_matters_of_its_own_is_not_bound(
    database: Database, house: House
) -> None:
    owner, other = await _two(database, house)
    await other.agrees()
    await other.says("三号楼的路灯坏了没人修")
    code = await _code(owner)
    await other.says(f"/link {code}")
    assert "没写完的诉求" in other.sees()
    with pytest.raises(LookupError):
        other.press(YES)
    # Not by a press of an older question either.
    await other.stage.feed(other.press_of(list(other.messages().values())[-1], f"link:bind:{code}"))
    assert "没写完的诉求" in other.sees()
    assert await _citizen_of(database, 102) != await _citizen_of(database, 101)


async def test_it_can_be_done_the_other_way_round(database: Database, house: House) -> None:
    owner, other = await _two(database, house)
    await other.agrees()
    await owner.says(f"/link {await _code(other)}")
    assert "在办1件" in owner.sees()
    assert "可以反过来" in owner.sees()


async def test_nobody_answers_a_survey_twice_from_two_chats(
    database: Database, house: House
) -> None:
    owner, other = await _two(database, house)
    await other.agrees()
    number = await _citizen_of(database, 102)
    later = date(2030, 1, 1)
    async with database.transaction() as db:
        db.add_all(
            SurveyRest(citizen_id=number, survey=survey, until=later)
            for survey in ("safety", "everyday")
        )
    await other.says(f"/link {await _code(owner)}")
    await other.presses(YES)
    async with database.reading() as db:
        rests = (await db.scalars(select(SurveyRest))).all()
    assert {rest.citizen_id for rest in rests} == {await _citizen_of(database, 101)}
    assert {rest.survey: rest.until for rest in rests}["safety"] == later


async def test_the_chat_from_before_is_told_and_can_part_the_new_one(
    database: Database, house: House
) -> None:
    owner, _ = await _bound(database, house)
    async with database.reading() as db:
        told = (await db.scalars(select(Outbox).where(Outbox.subject == "linked"))).one()
    assert told.chat_id == 101
    assert told.due_at == NOW
    await owner.says("/link")
    await owner.presses("断开其他窗口")
    await owner.presses("确定断开")
    assert "晚接上的" in owner.sees()
    assert await _citizen_of(database, 102) is None


async def test_what_waits_for_a_parted_chat_goes_to_one_that_is_left(
    database: Database, house: House
) -> None:
    owner, other = await _bound(database, house)
    await _answer(database, await _citizen_of(database, 101), 101)
    await owner.says("/link")
    await owner.presses("断开这个窗口")
    await owner.presses("确定断开")
    assert "不认得您了" in owner.sees()
    async with database.reading() as db:
        waiting = await db.scalars(select(Outbox.chat_id).where(Outbox.kind == "answer"))
        assert set(waiting) == {102}
    await other.says("/mydata")
    assert "在办1件" in other.sees()
    await owner.says("/mydata")
    assert "同意，开始" in owner.buttons()


async def test_who_got_in_by_a_stolen_code_cannot_throw_the_owner_out(
    database: Database, house: House
) -> None:
    """The thief parted the chats from before, and the warning to them came to the thief."""
    owner, thief = await _bound(database, house)
    await thief.says("/link")
    assert "断开其他窗口" not in thief.buttons()
    message = list(thief.messages().values())[-1]
    await thief.stage.feed(thief.press_of(message, "link:others:yes"))
    assert await _citizen_of(database, 101) is not None
    await owner.stage.deliver()
    assert "接上了" in "".join(owner.texts())
    assert "接上了：那边看得到" not in "".join(thief.texts())


async def test_nine_letters_of_a_parcel_are_no_code(database: Database, house: House) -> None:
    """Any nine that began with L were taken out of the chat, and counted as a wrong try."""
    owner, _ = await _two(database, house)
    await owner.says("我有一个快递不见了，在派出所报过")
    await owner.says("LP2345678")
    assert "不对" not in owner.sees()


async def test_the_only_chat_is_not_parted_by_a_stale_press(
    database: Database, house: House
) -> None:
    owner, _ = await _two(database, house)
    await owner.says("/link")
    assert "断开这个窗口" not in owner.buttons()
    message = list(owner.messages().values())[-1]
    await owner.stage.feed(owner.press_of(message, "link:leave:yes"))
    assert await _citizen_of(database, 101) is not None


async def test_nothing_reaches_a_chat_that_is_not_the_citizens_any_more(
    database: Database, house: House
) -> None:
    """Written in the same moment in which the chat was parted."""
    owner, other = await _bound(database, house)
    number = await _citizen_of(database, 101)
    await owner.says("/link")
    await owner.presses("断开其他窗口")
    await owner.presses("确定断开")
    await _answer(database, number, 102)
    owner.stage.wait(hours=2)
    await owner.stage.deliver()
    assert "说给一个人听的话" not in other.texts()


async def test_erasing_reaches_every_bound_chat(database: Database, house: House) -> None:
    _, other = await _bound(database, house)
    await _code(other)
    await other.says("/mydata")
    await other.presses("全部删除")
    await other.presses("确定删除")
    for table in (Citizen, Chat, Consent, LinkCode):
        assert await _count(database, table) == 0


async def test_the_export_names_every_chat_and_an_open_code(
    database: Database, house: House
) -> None:
    _, other = await _bound(database, house)
    await _code(other)
    await other.says("/mydata")
    await other.presses("导出一份")
    sent = [m for m in other.stage.heard.said if isinstance(m, SendDocument)][-1]
    assert isinstance(sent.document, BufferedInputFile)
    everything = json.loads(sent.document.data)
    assert [chat["number"] for chat in everything["chats"]] == [101, 102]
    assert everything["linking_code_good_until"] == (NOW + timedelta(hours=8, minutes=10)).strftime(
        "%Y-%m-%dT%H:%M:%S+08:00"
    )


@pytest.mark.parametrize(
    ("language", "warning", "pretended"),
    [("zh", "当心受骗：", "自称民警"), ("en", "Don't be tricked: ", "they are police")],
)
async def test_whoever_gets_or_enters_a_code_reads_first_how_people_are_tricked(
    database: Database, house: House, language: str, warning: str, pretended: str
) -> None:
    """The word of it stood last, behind all else, and named nobody who might ask."""
    owner, other = await _two(database, house)
    await other.agrees()
    if language == "en":
        for person in (owner, other):
            await person.says("/language")
    texts = house.book[language]
    await owner.says("/link")
    await owner.presses(texts("linking.button_code"))
    shown = owner.sees()
    code = next(line for line in shown.splitlines() if line.startswith("/link "))
    await other.says(code)
    assert texts("linking.bind") in other.buttons()
    for said in (shown, other.sees()):
        first = said.splitlines()[0]
        assert first.startswith(warning)
        assert pretended in first


async def test_who_lost_the_older_device_is_told_in_the_newer_one_how_to_shut_it_out(
    database: Database, house: House
) -> None:
    """Only erasing does, and nothing said so."""
    owner, newer = await _bound(database, house)
    await owner.says("/link")
    assert "先前用的手机或电脑丢了？" not in owner.sees()
    await newer.says("/link")
    erase = house.book["zh"]("mydata.button_erase")
    assert "先前用的手机或电脑丢了？" in newer.sees()
    assert f"按“{erase}”" in newer.sees()
    assert f"“{house.book['en']('mydata.button_erase')}”" in house.book["en"]("linking.lost")
    await newer.says("/mydata")
    await newer.presses(erase)
    await newer.presses("确定删除")
    assert await _citizen_of(database, 101) is None
    assert await _count(database, Complaint) == 1  # the one in hand
