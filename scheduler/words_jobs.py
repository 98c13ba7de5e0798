"""Takes words that a clerk changed into use, and tells whoever looks after them when they are bad."""

from datetime import datetime

from handlers.house import House
from handlers.trouble import tell_of_words
from storage.database import Database


async def take_changed_words(database: Database, house: House, now: datetime) -> None:
    """Administrators are told of the same mistake once a day, however many processes meet it."""
    problem = await house.take_changed_words()
    if problem is not None:
        async with database.transaction(long=True) as db:
            await tell_of_words(db, house, problem, now)
