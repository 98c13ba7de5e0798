"""Loads calendar/<year>.toml: days off and weekend days worked instead, as announced for each year."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from content.loader import ROOT, ContentError, Shape, files, load
from domain.working_time import WorkingCalendar, Year


class _Year(Shape):
    year: int
    days_off: tuple[date, ...]
    days_worked: tuple[date, ...]


def load_calendar(zone: ZoneInfo, root: Path = ROOT) -> WorkingCalendar:
    """Read all years. Raises ContentError for a wrong year, a double day or a worked day in the week."""
    return WorkingCalendar([_load_year(path) for path in files("calendar", root)], zone)


def _load_year(path: Path) -> Year:
    shape = load(path, _Year)
    if path.stem != str(shape.year):
        raise ContentError(path, "year", f"the file is named {path.stem}")
    for key, days in (("days_off", shape.days_off), ("days_worked", shape.days_worked)):
        for day in days:
            if day.year != shape.year or days.count(day) > 1:
                raise ContentError(path, key, f"{day} is of another year, or stands there twice")
    for day in shape.days_worked:
        if day.weekday() < 5 or day in shape.days_off:
            raise ContentError(path, "days_worked", f"{day} is no weekend day that is worked")
    return Year(shape.year, frozenset(shape.days_off), frozenset(shape.days_worked))


def missing_year(calendar: WorkingCalendar, today: date) -> int | None:
    """The year that should be there by now or soon and is not, None when all is well.

    The State Council announces a year in the November before; deadlines reach into it at once.
    """
    if today.year not in calendar.years:
        return today.year
    coming = today.year + 1
    return coming if today.month >= 11 and coming not in calendar.years else None
