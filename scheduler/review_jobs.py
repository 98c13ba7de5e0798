"""Warns those who owe an answer before its day, and their supervisors after it."""

from datetime import datetime

from handlers.cards import announce
from handlers.house import House
from storage import desk
from storage.database import Database

AT_ONCE = 50
"""Complaints in one transaction: a writer doesn't hold up the others for long."""


async def warn_of_deadlines(database: Database, house: House, now: datetime) -> None:
    """A card for every open complaint whose day is near or past: once each for the same day."""
    while await _warn_some(database, house, now):
        pass


async def _warn_some(database: Database, house: House, now: datetime) -> bool:
    """Whether there may be more."""
    async with database.transaction(long=True) as db:
        near = await desk.nearly_due(db, now, now + house.policy.complaint_near, AT_ONCE)
        for complaint in near:
            complaint.near_told_for = complaint.due_at
            await announce(db, house, complaint.id, now, "near")
        late = await desk.overdue(db, now, AT_ONCE)
        for complaint in late:
            complaint.late_told_for = complaint.due_at
            await announce(db, house, complaint.id, now, "late")
    return len(near) == AT_ONCE or len(late) == AT_ONCE
