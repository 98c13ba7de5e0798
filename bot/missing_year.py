"""Whether dates are kept or told in a year whose holidays are not announced yet, or not put on file."""

from datetime import datetime
from typing import NamedTuple

from domain.working_time import WorkingCalendar
from storage import deadlines, returns
from storage.database import Database


class MissingYear(NamedTuple):
    """The first year without a calendar. needed: when a date in it that is kept is to be spoken of
    next; None: no date lies in it yet."""

    year: int
    needed: datetime | None


async def look_ahead(database: Database, calendar: WorkingCalendar, now: datetime) -> MissingYear:
    """The database must be at the newest migration."""
    year = calendar.missing_from(calendar.day_of(now))
    end = datetime(year, 1, 1, tzinfo=calendar.zone)
    async with database.reading() as db:
        spoken = (
            await deadlines.first_told_beyond(db, end),
            await returns.first_told_beyond(db, end),
        )
    return MissingYear(year, min((at for at in spoken if at is not None), default=None))
