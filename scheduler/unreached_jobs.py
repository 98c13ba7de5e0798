"""The clock's look at what could not be delivered: staff are asked to call."""

from datetime import datetime

from handlers.house import House
from handlers.unreached import tell_some
from storage.database import Database

AT_ONCE = 100
"""People in one transaction."""


async def tell_of_unreached(database: Database, house: House, now: datetime) -> None:
    """Once for each person and case. Where nobody at work can be told, it is tried again."""
    async with database.transaction(long=True) as db:
        await tell_some(db, house, now, AT_ONCE)
