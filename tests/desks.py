"""Desks for tests: members of staff who have signed in, and complaints that wait for them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from itertools import count

from domain.area import Area
from domain.complaint import EntryKind
from domain.receipt_code import new_code
from domain.role import Role
from domain.routing import Line
from handlers import personnel
from handlers.cards import announce
from storage import complaints
from storage.schema.complaint import Complaint
from tests.talk.stage import Person, Stage

_drafts = count(1)
_chats = count(9001)


async def sign_in(
    stage: Stage,
    role: Role,
    area: Area | None = None,
    unit: str | None = None,
    name: str = "李警官（示例）",
) -> Person:
    """A new member of staff in a chat of their own."""
    async with stage.database.transaction() as db:
        _, code = await personnel.add(db, stage.house, name, role, area, unit, stage.time)
    person = stage.person(next(_chats))
    await person.says(f"/staff {code}")
    return person


def _reason(word: str, topic: str, weight: float) -> dict[str, object]:
    area = Area.CONDUCT if weight > 0 else Area.SERVICE
    place = {"start": 3, "end": 3 + len(word), "in_title": False}
    return {"word": word, "topic": topic, "area": area, "weight": weight, **place}


async def complain(
    stage: Stage,
    text: str = "窗口的人态度恶劣（示例）",
    *,
    area: Area = Area.CONDUCT,
    to_triage: bool = False,
    units: Sequence[str] = (),
    citizen_id: int | None = None,
) -> Complaint:
    """A complaint that was received and announced, its cards delivered."""
    async with stage.database.transaction() as db:
        complaint = await complaints.add(
            db,
            receipt_code=new_code(),
            draft_key=f"draft:{next(_drafts)}",
            citizen_id=citizen_id,
            language="zh",
            kind="complaint",
            area=area,
            to_triage=to_triage,
            runner_up=Area.SERVICE,
            score=0.8,
            also=[],
            tags=["attitude"],
            reckoned=asdict(Line(True, 0.3, -0.5, 0.86)),
            routed_sure=not to_triage,
            because=[_reason("态度恶劣", "attitude", 9.5), _reason("窗口", "windows", -3.2)],
            received_at=stage.time,
            due_at=stage.time + timedelta(days=15),
        )
        assert complaint is not None
        await complaints.add_entry(db, complaint.id, EntryKind.TEXT, stage.time, text=text)
        await complaints.name_units(db, complaint.id, units)
        await announce(db, stage.house, complaint.id, stage.time, "new")
    await stage.deliver()
    return complaint


async def add_words(stage: Stage, complaint: Complaint, text: str, units: Sequence[str]) -> None:
    """The citizen adds something, which names units."""
    async with stage.database.transaction() as db:
        await complaints.add_entry(db, complaint.id, EntryKind.TEXT, stage.time, text=text)
        await complaints.name_units(db, complaint.id, units)
        await announce(db, stage.house, complaint.id, stage.time, "added")
    await stage.deliver()


async def as_it_stands(stage: Stage, complaint: Complaint) -> Complaint:
    async with stage.database.reading() as db:
        found = await complaints.find(db, complaint.id)
    assert found is not None
    return found
