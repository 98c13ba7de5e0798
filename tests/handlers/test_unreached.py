"""Staff hear of somebody whom no message reaches, once for each case or complaint."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from domain.area import Area
from domain.role import Role
from domain.say import Say
from handlers.house import House
from scheduler.unreached_jobs import tell_of_unreached
from storage import outbox
from storage.database import Database
from storage.schema.citizen import Chat, Citizen
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
