"""What the clock does for broadcasts: it keeps writing them out, a portion at a time."""

from datetime import datetime

from handlers.broadcast_course import go_on
from handlers.house import House
from storage import broadcasts
from storage.database import Database


async def send_broadcasts(database: Database, house: House, now: datetime) -> None:
    """Bring every broadcast that is under way as far as it may go now, the oldest first."""
    async with database.reading() as db:
        numbers = await broadcasts.under_way(db)
    for number in numbers:
        more = True
        while more:
            async with database.transaction(long=True) as db:
                more = await go_on(db, house, number, now)
