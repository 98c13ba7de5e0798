"""Staff hear of somebody whom no message reaches, once for each case or complaint."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from domain.area import Area
from domain.role import Role
from domain.say import Say
from handlers.house import House
from scheduler.unreached_jobs import tell_of_unreached
from storage import chats, outbox
from storage.database import Database
from storage.schema.citizen import Chat, Citizen
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.desks import complain, sign_in
from tests.followed import Followed
from tests.talk.stage import Person, Stage


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def look(stage: Stage) -> None:
    """A notice is tried; then the clock looks."""
    await stage.deliver()
    await tell_of_unreached(stage.database, stage.house, stage.time)
    await stage.deliver()


def told(person: Person) -> int:
    return sum(text.startswith("📵") for text in person.texts())


async def test_a_notice_to_who_blocked_the_chat_asks_the_unit_to_call(
    stage: Stage, tmp_path: Path
) -> None:
    case = Followed(stage, tmp_path)
    await case.begins()
    desk, elsewhere = await case.desk(), await sign_in(stage, Role.DESK, Area.CONDUCT)
    case.citizen.blocks()
    await case.moves("已破案")
    for _ in range(3):
        await look(stage)
    assert (told(desk), told(elsewhere)) == (1, 0)
    stage.wait(days=1)
    await case.moves("已作出决定")
    await look(stage)
    assert told(desk) == 1, "once for each person and case"


async def test_the_unit_hears_of_it_also_where_the_chat_was_closed_before(
    stage: Stage, tmp_path: Path
) -> None:
    """Nobody was written to in a closed chat, so nobody noticed that nobody was told."""
    case = Followed(stage, tmp_path)
    await case.begins()
    desk = await case.desk()
    async with stage.database.transaction() as db:
        await db.execute(update(Chat).where(Chat.chat_id == 501).values(closed_at=stage.time))
    await case.moves("已破案")
    await look(stage)
    assert told(desk) == 1


async def test_who_said_stop_is_not_called(stage: Stage, tmp_path: Path) -> None:
    case = Followed(stage, tmp_path)
    await case.begins()
    desk = await case.desk()
    await case.moves("已破案")
    async with stage.database.transaction() as db:
        await db.execute(update(Citizen).values(notices=False))
    case.citizen.blocks()
    await look(stage)
    assert told(desk) == 0


async def test_an_answer_that_did_not_arrive_is_told_to_who_answers_and_not_to_the_accused(
    stage: Stage,
) -> None:
    citizen = await stage.person(501).agrees()
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    accused = await sign_in(stage, Role.DESK, Area.CONDUCT, "chengguan")
    async with stage.database.reading() as db:
        number = await db.scalar(select(Citizen.id))
    complaint = await complain(stage, citizen_id=number, units=["chengguan"])
    citizen.blocks()
    async with stage.database.transaction() as db:
        await outbox.put(
            db,
            key="answer:1",
            kind="answer",
            subject=f"complaint:{complaint.id}",
            channel=stage.channel,
            chat_id=501,
            citizen_id=number,
            say=Say("答复（示例）"),
            due_at=stage.time,
            now=stage.time,
        )
    await look(stage)
    assert (told(desk), told(accused)) == (1, 0)


async def closes(stage: Stage, person: Person) -> None:
    """As a channel that tells of a block at once, or a web chat that was left."""
    async with stage.database.transaction() as db:
        await chats.close(db, stage.channel, person.chat_id, stage.time)


async def answers(stage: Stage) -> list[tuple[str, str | None]]:
    async with stage.database.reading() as db:
        rows = await db.scalars(select(Outbox).where(Outbox.kind == "answer").order_by(Outbox.id))
        return [(row.state, row.reason) for row in rows]


async def test_an_answer_to_a_closed_chat_is_no_silent_loss(stage: Stage) -> None:
    """No row was written for who had no open chat: the desk read that the answer was on its way."""
    citizen = await stage.person(501).agrees()
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    await citizen.says("窗口的民警态度恶劣，说话不耐烦，一句话没说完就挂电话")
    for label in ("写好了", "可以联系我", "提交"):
        await citizen.presses(label)
    await stage.deliver()
    await closes(stage, citizen)
    for label in ("✅ 接办", "答复", "态度问题，致歉", "📨 发给群众"):
        await desk.presses(label)
    assert "联系不上" in desk.sees()
    assert "答复已发出" not in "".join(desk.texts())
    await look(stage)
    assert await answers(stage) == [("never", "unreachable")]
    assert told(desk) == 2, "the line at once, and the card"


async def test_of_two_chats_the_open_one_is_written_to_and_of_closed_ones_the_newest(
    stage: Stage,
) -> None:
    await stage.person(501).agrees()
    async with stage.database.transaction() as db:
        citizen = (await db.scalars(select(Citizen))).one()
        for chat_id in (502, 503):
            db.add(Chat(channel="stage", chat_id=chat_id, citizen_id=citizen.id, language="zh"))
        await db.flush()
        for chat_id, expected in ((503, 502), (502, 501), (501, 503)):
            await chats.close(db, "stage", chat_id, stage.time)
            found = await chats.to_reach(db, citizen.id)
            assert found is not None
            assert found.chat_id == expected


async def test_an_appointment_that_can_not_be_told_asks_the_desk_to_call(
    stage: Stage, tmp_path: Path
) -> None:
    case = Followed(stage, tmp_path)
    desk = await case.desk()
    await case.begins()
    await case.has_property(desk)
    await case.citizen.presses("约个时间")
    await case.citizen.presses(case.citizen.buttons()[0])
    await stage.deliver()
    await closes(stage, case.citizen)
    await desk.presses("✅ 确认")
    assert "送不到" in desk.sees()
    await look(stage)
    assert await answers(stage) == [("never", "unreachable")]
    assert told(desk) == 1


async def test_a_question_whether_somebody_was_in_touch_is_not_lost_either(
    stage: Stage, tmp_path: Path
) -> None:
    """Only new stages were written to closed chats; silence, revisits and property were not."""
    case = Followed(stage, tmp_path)
    desk = await case.desk()
    await case.begins()
    await closes(stage, case.citizen)
    await case.wakes(days=15)
    await look(stage)
    assert told(desk) == 1
    await case.has_property(desk)
    card = next(text for text in desk.texts() if text.startswith("📦"))
    assert "已经通知 0 位" in card
