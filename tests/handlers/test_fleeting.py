"""What says which anonymous complaint somebody wrote does not stay in their chat."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.fleeting import TakesBack
from bot.house_message import HouseEdit, HouseMessage
from handlers.house import House
from scheduler.keeping_jobs import let_pass
from storage.database import Database
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.talk.stage import Person, Stage
from tests.talk.transcript import CODE

TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    """A channel that keeps what it is given, as Telegram does."""
    stage = Stage(database, house, NOW)
    stage.heard.middleware(TakesBack(stage.channel, database, lambda: stage.time))
    return stage


async def _sent(person: Person, contact: str) -> str:
    await person.says("/complaint")
    await person.says("城关派出所的一个民警态度很差，开口就骂人")
    for button in ("finish", contact, "send"):
        await person.presses(person.stage.house.book["zh"](f"complaint.{button}"))
    found = CODE.search(person.sees())
    assert found is not None
    return found[0]


def _seen(person: Person, code: str) -> bool:
    """Whether the chat tells of the code: by the house's words and buttons, or the citizen's own."""
    gone = person.stage.heard.deleted
    written = [
        m.text or ""
        for n, m in person.stage.heard.written.items()
        if m.chat.id == person.chat_id and n not in gone
    ]
    said = [m.model_dump_json() for m in person.messages().values()]
    return any(code in text for text in (*written, *said))


async def _ten_minutes_later(stage: Stage) -> None:
    stage.wait(minutes=11)
    await stage.deliver()
    await let_pass(stage.database, stage.house, stage.time)


async def test_the_receipt_of_an_anonymous_complaint_leaves_the_chat(stage: Stage) -> None:
    person = await stage.person(1).agrees()
    code = await _sent(person, "anonymous")
    assert "写下来" in person.sees()
    assert "10分钟后" in person.sees()
    await stage.deliver()
    assert _seen(person, code)
    await _ten_minutes_later(stage)
    assert not _seen(person, code)


async def test_the_receipt_of_ones_own_complaint_stays(stage: Stage) -> None:
    person = await stage.person(1).agrees()
    code = await _sent(person, "reachable")
    await person.says(code)
    assert "分钟" not in person.sees()
    await _ten_minutes_later(stage)
    assert _seen(person, code)


async def test_what_a_code_opens_leaves_the_chat_with_the_code(stage: Stage) -> None:
    person = await stage.person(1).agrees()
    code = await _sent(person, "anonymous")
    await _ten_minutes_later(stage)
    for typed in (code, f"/receipt {code}", f"{code} 怎么样了"):
        await person.says(typed)
        assert code in person.sees()
        await person.presses("撤回")
        await person.presses("不撤回")
    await _ten_minutes_later(stage)
    assert not _seen(person, code)


async def test_a_wrong_code_does_not_stay_either(stage: Stage) -> None:
    person = await stage.person(1).agrees()
    await person.says("M7K2M-9QX9")
    assert not _seen(person, "M7K2M-9QX9")


async def test_codes_told_at_the_erasure_do_not_stay_with_the_stranger(stage: Stage) -> None:
    person = await stage.person(1).agrees()
    await _sent(person, "reachable")
    await person.says("/mydata")
    await person.presses("全部删除")
    await person.presses("确定删除")
    assert CODE.search(person.sees())
    last = stage.heard.said[-1]
    assert isinstance(last, HouseEdit | HouseMessage)
    assert last.fleeting


async def test_no_row_tells_later_when_something_was_taken_back(stage: Stage) -> None:
    person = await stage.person(1).agrees()
    await _sent(person, "anonymous")
    await _ten_minutes_later(stage)
    async with stage.database.reading() as db:
        rows = (await db.scalars(select(Outbox).where(Outbox.chat_id == 1))).all()
    assert rows == []
