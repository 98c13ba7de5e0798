"""Asking with a receipt code, and what follows from an answer."""

import asyncio

import pytest
from sqlalchemy import select, update

from domain.area import Area
from domain.complaint import EntryKind, State
from domain.role import Role
from handlers import personnel
from handlers.complaint_answer import deliver_answer
from handlers.house import House
from storage import complaints
from storage.database import Database
from storage.schema.citizen import Chat
from storage.schema.complaint import Complaint
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.handlers.test_complaint import WORDS, _citizen, _sent
from tests.talk.stage import Person, Stage

ANSWER = "窗口从明天起多开一个。"


async def _answer(person: Person, kind: EntryKind = EntryKind.ANSWER, words: str = ANSWER) -> None:
    """Staff take the newest complaint and write to the citizen; it is delivered."""
    stage = person.stage
    state = {EntryKind.ANSWER: State.ANSWERED, EntryKind.CLOSED: State.CLOSED}.get(
        kind, State.TAKEN
    )
    async with stage.database.transaction() as db:
        complaint = (await db.scalars(select(Complaint).order_by(Complaint.id.desc()))).first()
        assert complaint is not None
        await complaints.move(db, complaint, state, stage.time)
        entry = await complaints.add_entry(db, complaint.id, kind, stage.time, text=words)
        await deliver_answer(db, stage.house, complaint, entry, stage.time)
    await stage.deliver()


async def _state(database: Database) -> Complaint:
    async with database.reading() as db:
        return (await db.scalars(select(Complaint))).one()


async def test_an_answer_comes_by_itself_and_can_be_judged(
    database: Database, house: House
) -> None:
    person = await _citizen(database, house)
    await _sent(person)
    await _answer(person)
    assert ANSWER in person.sees()
    assert person.buttons()[:4] == ["解决了", "解决了一半", "没解决", "没说清楚"]
    await person.presses("解决了")
    complaint = await _state(database)
    assert (complaint.state, complaint.verdict) == (State.CLOSED, "solved")
    assert complaint.closed_at == NOW


@pytest.mark.parametrize("verdict", ["没解决", "没说清楚"])
async def test_not_settled_goes_back_with_a_new_promise(
    database: Database, house: House, verdict: str
) -> None:
    person = await _citizen(database, house)
    await _sent(person)
    await _answer(person)
    person.stage.wait(days=2)
    await person.presses(verdict)
    complaint = await _state(database)
    assert complaint.state == State.REOPENED
    assert complaint.taker_id is None
    assert complaint.due_at == person.stage.time + house.policy.complaint_answer
    assert "对不起" in person.sees()


async def test_three_verdicts_at_once_count_as_one(database: Database, house: House) -> None:
    person = await _citizen(database, house)
    await _sent(person)
    await _answer(person)
    presses = [person.press(label) for label in ("没解决", "解决了", "解决了一半")]
    await person.stage.intake.keep("stage", [(str(u.update_id), u) for u in presses])
    await person.stage.intake.drain()
    complaint = await _state(database)
    async with database.reading() as db:
        entries = await complaints.entries(db, complaint.id)
    assert [e.text for e in entries if e.kind == EntryKind.VERDICT] == ["not_solved"]


async def test_a_question_can_be_replied_to(database: Database, house: House) -> None:
    person = await _citizen(database, house)
    await _sent(person)
    await _answer(person, EntryKind.QUESTION, "是哪一天去的?")
    await person.presses("回复")
    await person.says("3月1日")
    await person.presses("写好了")
    complaint = await _state(database)
    async with database.reading() as db:
        entries = await complaints.entries(db, complaint.id)
    assert [e.text for e in entries] == [WORDS, "是哪一天去的?", "3月1日"]


async def test_the_answer_to_an_anonymous_complaint_waits_behind_its_code(
    database: Database, house: House
) -> None:
    person = await _citizen(database, house)
    code = await _sent(person, contact="匿名")
    await _answer(person)
    async with database.reading() as db:
        told = await db.scalars(select(Outbox).where(Outbox.kind == "answer"))
        assert told.all() == []
    stranger = await person.stage.person(202).agrees()
    await stranger.says(code.lower().replace("-", ""))
    assert ANSWER in stranger.sees()
    assert WORDS not in stranger.sees()
    await stranger.presses("解决了")
    assert (await _state(database)).state == State.CLOSED


async def test_a_late_addition_reopens_first(database: Database, house: House) -> None:
    person = await _citizen(database, house)
    code = await _sent(person)
    await person.says(code)
    await person.presses("补充")
    await person.says("还有一件事要说明")
    await _answer(person, EntryKind.CLOSED, "已办结。")
    await person.presses("写好了")
    assert "请先重新提起" in "".join(person.texts())
    await person.presses(f"receipt:reopen:{code}")
    await person.presses("写好了")
    complaint = await _state(database)
    assert complaint.state == State.REOPENED
    async with database.reading() as db:
        entries = await complaints.entries(db, complaint.id)
    assert [e.kind for e in entries] == ["text", "closed", "reopened", "text"]


async def test_after_the_period_it_can_not_be_reopened(sqlite: Database, house: House) -> None:
    person = await _citizen(sqlite, house)
    code = await _sent(person)
    await _answer(person, EntryKind.CLOSED, "已办结。")
    reopen = person.press("重新提起")
    person.stage.time += house.policy.complaint_reopen
    person.stage.wait(days=1)
    await person.stage.feed(reopen)
    assert (await _state(sqlite)).state == State.CLOSED
    await person.says(code)
    assert "重新提起" not in person.buttons()


async def test_five_wrong_codes_lock_that_chat_for_an_hour_and_nobody_else(
    database: Database, house: House
) -> None:
    person = await _citizen(database, house)
    code = await _sent(person, contact="匿名")
    for n in range(2, 7):
        await person.says(f"M7K2M-9QX{n}")
    await person.says(code)
    assert "错了5次" in person.sees()
    other = await person.stage.person(202).agrees()
    await other.says(code)
    assert code in other.sees()
    person.stage.wait(hours=1, seconds=1)
    await person.says(code)
    assert "进度" in person.sees()


async def test_guesses_at_the_same_time_are_all_counted(database: Database, house: House) -> None:
    person = await _citizen(database, house)
    await asyncio.gather(*(person.says(f"M7K2M-9QX{n}") for n in range(2, 8)))
    assert "错了5次" in person.sees()


async def test_a_forged_button_counts_as_a_guess(sqlite: Database, house: House) -> None:
    person = await _citizen(sqlite, house)
    message = list(person.messages().values())[-1]
    for n in range(2, 7):
        await person.stage.feed(person.press_of(message, f"receipt:show:M7K2M-9QX{n}"))
    assert "错了5次" in person.sees()


@pytest.mark.parametrize(
    "data",
    [
        "receipt",
        "receipt:show",
        "receipt:show:",
        "receipt:verdict:M7K2M-9QXD:perfect",
        "receipt:withdraw:M7K2M-9QXD:yes:yes",
        "complaint",
        "complaint:send",
        "complaint:send:zz",
        "complaint:send:00",
        "complaint:contact:phone",
        "complaint:finish",
        "complaint:add",
        "complaint:change",
        "complaint:drop",
        "complaint:contact:anonymous",
        "nosuch:button",
        "",
    ],
)
async def test_a_forged_or_stale_button_gets_an_answer(
    sqlite: Database, house: House, data: str
) -> None:
    person = await _citizen(sqlite, house)
    message = list(person.messages().values())[-1]
    said = len(person.stage.heard.said)
    await person.stage.feed(person.press_of(message, data))
    assert len(person.stage.heard.said) > said + 1
    assert "出了点问题" not in person.sees()


async def test_ones_own_complaints_are_one_press_away(sqlite: Database, house: House) -> None:
    person = await _citizen(sqlite, house)
    code = await _sent(person)
    await person.says("/receipt")
    await person.presses("2026年3月2日 · 已收到")
    assert code in person.sees()


async def test_what_is_no_code_is_told_where_a_code_is_asked_for(
    sqlite: Database, house: House
) -> None:
    person = await _citizen(sqlite, house)
    await person.presses("查回执")
    await person.says("12345")
    assert "不像回执码" in person.sees()
    await person.says("我忘了回执码,我说的是城关派出所窗口没人管的事")
    assert "1条文字" in person.sees()


async def test_a_withdrawn_complaint_says_so(sqlite: Database, house: House) -> None:
    stage = Stage(sqlite, house, NOW)
    person = await stage.person(101, "en").agrees()
    await person.says("The streetlight at the school gate is broken and nobody came")
    for button in ("That's all", "You may contact me", "Send", "How it stands", "Withdraw"):
        await person.presses(button)
    await person.presses("Yes, withdraw it")
    assert "It is withdrawn" in person.sees()
    assert (await _state(sqlite)).state == State.WITHDRAWN


async def test_words_where_a_code_is_asked_for_are_offered_to_become_a_complaint(
    sqlite: Database, house: House
) -> None:
    person = await _citizen(sqlite, house)
    await person.presses("查回执")
    await person.says("幸福小区北门路灯坏了")
    assert "不像回执码" in person.sees()
    await person.presses("写成诉求")
    assert "1条文字" in person.sees()


@pytest.mark.parametrize("how", ["typed", "pressed"])
async def test_after_a_receipt_was_shown_no_code_is_waited_for(
    sqlite: Database, house: House, how: str
) -> None:
    """The next short sentence was once refused as a wrong code, over a restart too."""
    person = await _citizen(sqlite, house)
    code = await _sent(person)
    await person.says("/receipt")
    if how == "typed":
        await person.says(code)
    else:
        await person.presses(f"receipt:show:{code}")
    await person.says("北门的路灯又坏了")
    assert "1条文字" in person.sees()


async def test_a_question_of_staff_is_waited_for_and_can_be_replied_to_on_the_receipt(
    sqlite: Database, house: House
) -> None:
    """The question said to press a button that was not there, and the progress that staff were at it."""
    person = await _citizen(sqlite, house)
    code = await _sent(person)
    await _answer(person, EntryKind.QUESTION, "按“回复”写下来就可以")
    await person.says("/receipt")
    assert "2026年3月2日 · 等您回答" in person.buttons()
    await person.says(code)
    assert "等您回答" in person.sees()
    await person.presses("回复")
    await person.says("3月1日")
    await person.presses("写好了")
    await person.says(code)
    assert "正在办" in person.sees()
    assert "补充" in person.buttons()


@pytest.mark.parametrize(
    ("wish", "state", "said"),
    [("要，接着办", State.REOPENED, "接着办"), ("就这样，办结", State.CLOSED, "办结了")],
)
async def test_half_settled_asks_about_the_other_half(
    database: Database, house: House, wish: str, state: State, said: str
) -> None:
    """One press on "half" once closed everything."""
    person = await _citizen(database, house)
    await _sent(person)
    await _answer(person)
    await person.presses("解决了一半")
    assert (await _state(database)).state == State.ANSWERED
    await person.presses(wish)
    complaint = await _state(database)
    assert (complaint.state, complaint.verdict) == (state, "half")
    assert said in person.sees()


async def test_a_verdict_counts_where_the_citizen_is_at_work_too(
    database: Database, house: House
) -> None:
    """The answer came into the workplace, and its buttons "no longer worked" there."""
    person = await _citizen(database, house)
    await _sent(person)
    async with database.transaction() as db:
        _, code = await personnel.add(
            db, house, "李警官（示例）", Role.DESK, Area.SERVICE, None, NOW
        )
    await person.says(f"/staff {code}")
    await _answer(person)
    await person.presses("没解决")
    assert (await _state(database)).state == State.REOPENED


async def test_an_answer_comes_to_the_chat_in_which_the_citizen_is_not_at_work(
    database: Database, house: House
) -> None:
    person = await _citizen(database, house)
    await _sent(person)
    other = person.stage.person(202)
    async with database.transaction() as db:
        citizen = (await db.scalars(select(Chat.citizen_id))).one()
        _, code = await personnel.add(
            db, house, "李警官（示例）", Role.DESK, Area.SERVICE, None, NOW
        )
    await other.says(f"/staff {code}")
    async with database.transaction() as db:
        await db.execute(update(Chat).where(Chat.chat_id == 202).values(citizen_id=citizen))
    await _answer(person)
    assert ANSWER in person.sees()
