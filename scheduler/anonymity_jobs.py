"""What the clock does so that an anonymous complaint stays anonymous."""

import secrets
from datetime import datetime, timedelta

from handlers.house import House
from storage import anonymity
from storage.database import Database

LOOK_BACK = timedelta(days=3)
"""Longer than from one night to the next, so that what was held in one is done in the other."""
AT_ONCE = 50
"""Complaints in one commit, with their photos."""


async def rewrite_anonymous(database: Database, house: House, now: datetime) -> None:
    """Write their rows anew, many together and drawn by lot: see storage.anonymity."""
    if database.is_sqlite:
        return
    async with database.reading() as db:
        numbers = await anonymity.recent(db, now - LOOK_BACK)
    secrets.SystemRandom().shuffle(numbers)
    for start in range(0, len(numbers), AT_ONCE):
        async with database.transaction(long=True) as db:
            await anonymity.rewrite(db, numbers[start : start + AT_ONCE])
