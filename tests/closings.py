"""People whose complaint or case has closed, for tests of invitations."""

from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import func, select

from handlers.house import House
from storage.database import Database
from storage.schema.case import Case, CaseFollower
from storage.schema.citizen import Citizen
from storage.schema.complaint import Complaint, ComplaintEntry
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.talk.stage import Person, Stage

DAY = timedelta(days=1)
numbers = count(1)


async def closed_complaint(
    database: Database, citizen_id: int, closed_at: datetime, words: str = "路灯坏了没人修"
) -> None:
    number = next(numbers)
    async with database.transaction() as db:
        complaint = Complaint(
            receipt_code=f"M1111-{number:04}",
            draft_key=f"draft{number}",
            citizen_id=citizen_id,
            language="zh",
            kind="complaint",
            area="service",
            to_triage=False,
            runner_up="other",
            score=1.0,
            also=[],
            tags=[],
            because=[],
            state="closed",
            received_at=closed_at - DAY,
            due_at=closed_at + DAY,
            closed_at=closed_at,
        )
        db.add(complaint)
        await db.flush()
        db.add(
            ComplaintEntry(complaint_id=complaint.id, kind="text", text=words, at=closed_at - DAY)
        )


async def ended_case(
    database: Database,
    citizen_id: int,
    at: datetime,
    *,
    sensitive: bool = False,
    stage: str = "closed",
) -> None:
    number = f"DEMO2026{next(numbers):04}"
    async with database.transaction() as db:
        case = Case(
            number=number,
            code_salt="s",
            code_hash="h",
            kind="administrative",
            category="theft",
            sensitive=sensitive,
            major=False,
            unit="演示派出所",
            contact="000-0000",
            stage=stage,
            stage_at=at,
            updated_at=at,
        )
        db.add(case)
        await db.flush()
        db.add(CaseFollower(case_id=case.id, citizen_id=citizen_id, notices=False, since=at))


async def citizen_of(database: Database) -> int:
    async with database.reading() as db:
        return (await db.scalars(select(func.max(Citizen.id)))).one()


async def invited(database: Database) -> int:
    """Invitations in the outbox."""
    async with database.reading() as db:
        rows = await db.scalars(select(Outbox).where(Outbox.kind == "invitation"))
        return len(rows.all())


async def met(database: Database, house: House) -> tuple[Person, int]:
    person = await Stage(database, house, NOW).person(101).agrees()
    return person, await citizen_of(database)
