"""What is kept long enough goes, with everything that showed it."""

from datetime import timedelta

from sqlalchemy import select

from domain.area import Area
from domain.role import Role
from handlers.house import House
from scheduler.keeping_jobs import forget_citizens, forget_complaints, forget_traffic
from storage import complaints
from storage.database import Database
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.desks import complain, sign_in
from tests.talk.stage import Person, Stage


async def _closed(stage: Stage, citizen_id: int | None = None) -> tuple[Person, int]:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage, "删掉我(示例)", citizen_id=citizen_id)
    await desk.presses("办结")
    await desk.presses("办好了，办结")
    await desk.presses("📨 发给群众")
    await stage.deliver()
    return desk, complaint.id


async def _is_nowhere(stage: Stage, desk: Person, complaint_id: int) -> None:
    await stage.deliver()
    async with stage.database.reading() as db:
        assert await complaints.find(db, complaint_id) is None
        assert "删掉我" not in str((await db.scalars(select(Outbox.say))).all())
    assert "这件诉求已经删除。" in desk.texts()
    assert not [text for text in desk.texts() if "删掉我" in text]


async def test_a_complaint_at_the_end_of_its_time_leaves_the_cards_too(
    database: Database, house: House
) -> None:
    """The cards' rows went after ninety days, their words stayed in the chats of staff for ever."""
    stage = Stage(database, house, NOW)
    desk, number = await _closed(stage)
    stage.wait(days=100)
    await forget_traffic(database, house, stage.time)
    stage.time += house.policy.complaint_retention
    await forget_complaints(database, house, stage.time)
    await _is_nowhere(stage, desk, number)


async def test_a_citizen_at_the_end_of_their_time_leaves_the_cards_too(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    await stage.person(55).agrees()
    desk, number = await _closed(stage, citizen_id=1)
    stage.time += house.policy.citizen_retention + timedelta(days=1)
    await forget_citizens(database, house, stage.time)
    await _is_nowhere(stage, desk, number)
