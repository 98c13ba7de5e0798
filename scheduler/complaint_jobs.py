"""What happens to complaints without anybody asking."""

from datetime import datetime

from handlers.house import House
from handlers.lapse import lapse
from scheduler.portions import until_none
from storage import complaints, drafts
from storage.database import Database, Transaction

AT_ONCE = 10
"""Complaints closed in one commit: each with its cards."""


async def close_unjudged(database: Database, house: House, now: datetime) -> None:
    """Close what was answered so long ago that no verdict is to be expected: or it would stay open, and
    be kept, for ever."""
    before = now - house.policy.complaint_silence

    async def close(db: Transaction) -> int:
        numbers = await complaints.unjudged(db, before, AT_ONCE)
        for number in numbers:
            await lapse(db, house, number, now)
        return len(numbers)

    await until_none(database, close)


async def forget_drafts(database: Database, house: House, now: datetime) -> None:
    """Erase what citizens began to write and left, as long ago as the chat's history is kept."""
    before = now - house.policy.history_retention
    await until_none(database, lambda db: drafts.erase_before(db, before))
