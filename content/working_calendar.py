"""Loads calendar/<year>.toml, days off and weekend days worked instead, as announced for each year, and
holidays.toml, the days that are off by statute in every year."""

from datetime import date
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from content.loader import ROOT, Bilingual, ContentError, Shape, files, load
from domain.working_time import WorkingCalendar, Year


class _Holiday(Shape):
    title: Bilingual
    days: tuple[Annotated[str, Field(pattern=r"^\d\d-\d\d$")], ...]


class _Holidays(Shape):
    holiday: tuple[_Holiday, ...]


class _Year(Shape):
    year: int
    days_off: tuple[date, ...]
    days_worked: tuple[date, ...]


def load_calendar(zone: ZoneInfo, root: Path = ROOT, own: Path | None = None) -> WorkingCalendar:
    """Read all years. `own`: a folder in which the bureau keeps calendars of its own, which come
    before those of the same year here. Raises ContentError for a wrong year, a double day or a
    worked day in the week."""
    paths = [*files("calendar", root), *(sorted(own.glob("*.toml")) if own else ())]
    years = {year.year: year for year in map(_load_year, paths)}
    return WorkingCalendar(years.values(), zone, _load_fixed(root))


def _load_fixed(root: Path) -> frozenset[tuple[int, int]]:
    path = root / "holidays.toml"
    found: set[tuple[int, int]] = set()
    for holiday in load(path, _Holidays).holiday:
        for written in holiday.days:
            try:
                day = date.fromisoformat(f"2000-{written}")
            except ValueError as error:
                raise ContentError(path, holiday.title.en, f"{written} is no day") from error
            found.add((day.month, day.day))
    return frozenset(found)


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
