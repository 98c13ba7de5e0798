"""Days of work and the ends of periods counted in them, as the law counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class MissingYearError(LookupError):
    """The holidays of a year are not known, so no deadline that reaches into it can be told."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"there is no calendar of {year}")


@dataclass(frozen=True, slots=True)
class Year:
    """The days off and the weekend days worked instead, as the State Council announces them."""

    year: int
    days_off: frozenset[date]
    days_worked: frozenset[date]


class WorkingCalendar:
    """Working days of the years that are known, by the wall clock of `zone`.

    fixed: months and days that are off by statute in every year. provisional: in years that are not
    known, every Monday to Friday but those counts as a working day. So what is owed is never forgotten
    for want of an announcement; it is measured again once there is one.
    """

    def __init__(
        self,
        years: Iterable[Year],
        zone: ZoneInfo,
        fixed: frozenset[tuple[int, int]] = frozenset(),
        *,
        provisional: bool = False,
    ) -> None:
        self.years = {year.year: year for year in years}
        self.zone = zone
        self.fixed = fixed
        self.provisional = provisional

    def as_provisional(self) -> "WorkingCalendar":
        """The same years, and weekdays in all others."""
        return WorkingCalendar(self.years.values(), self.zone, self.fixed, provisional=True)

    def missing_from(self, day: date) -> int:
        """The first year from that day on which is not known."""
        return next(year for year in count(day.year) if year not in self.years)

    def knows(self, moment: datetime) -> bool:
        """Whether the year that a period ends in is known; it ends at the midnight after a day."""
        last = moment.astimezone(self.zone) - timedelta(microseconds=1)
        return last.year in self.years

    def is_working(self, day: date) -> bool:
        """Raises MissingYearError, unless provisional."""
        year = self.years.get(day.year)
        if year is None:
            if self.provisional:
                return day.weekday() < 5 and (day.month, day.day) not in self.fixed
            raise MissingYearError(day.year)
        if day in year.days_worked:
            return True
        return day.weekday() < 5 and day not in year.days_off

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def first_working_day(self, day: date) -> date:
        """The day itself, or the next one that is a working day."""
        while not self.is_working(day):
            day += DAY
        return day

    def working_days_after(self, day: date, days: int) -> date:
        """The last of so many working days; the day itself is not counted."""
        left = days
        while left:
            day += DAY
            left -= self.is_working(day)
        return day

    def months_after(self, begin: date, months: int) -> date:
        """The same day of the month, or its last where there is none."""
        index = begin.year * 12 + begin.month - 1 + months
        year, month = divmod(index, 12)
        next_month = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
        return min(date(year, month + 1, 1) + (begin.day - 1) * DAY, next_month - DAY)

    def end_of(self, day: date) -> datetime:
        """Midnight after the day, in UTC offset terms of the zone."""
        return datetime.combine(day + DAY, datetime.min.time(), self.zone)
