"""What happens to complaints without anybody asking."""

from datetime import datetime

import structlog

from handlers.house import House
from storage import drafts
from storage.database import Database

log = structlog.get_logger()


async def forget_drafts(database: Database, house: House, now: datetime) -> None:
    """Erase what citizens began to write and left, as long ago as the chat's history is kept."""
    async with database.transaction(long=True) as db:
        gone = await drafts.erase_before(db, now - house.policy.history_retention)
    if gone:
        log.info("drafts never sent were erased", drafts=gone)
