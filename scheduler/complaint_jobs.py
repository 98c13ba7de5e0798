"""What happens to complaints without anybody asking."""

from datetime import datetime

from handlers.house import House
from scheduler.portions import until_none
from storage import drafts
from storage.database import Database


async def forget_drafts(database: Database, house: House, now: datetime) -> None:
    """Erase what citizens began to write and left, as long ago as the chat's history is kept."""
    before = now - house.policy.history_retention
    await until_none(database, lambda db: drafts.erase_before(db, before))
