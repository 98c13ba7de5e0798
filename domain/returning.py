"""Returning property: the days of reminders, and the half days on which it can be collected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.working_time import DAY, WorkingCalendar

MORNING, AFTERNOON = "a", "p"


@dataclass(frozen=True, slots=True)
class ReturnPlan:
    """months: after the notice; before: days before the end. first: the first working day offered,
    counted from tomorrow as 1; days: how many are offered."""

    months: tuple[int, ...]
    before: tuple[int, ...]
    first: int
    days: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A half day."""

    day: date
    half: str

    def __str__(self) -> str:
        return f"{self.day:%Y%m%d}{self.half}"

    @classmethod
    def read(cls, written: str) -> "Slot":
        """Raises ValueError."""
        if written[8:] not in (MORNING, AFTERNOON):
            raise ValueError(f"not a half day: {written!r}")
        return cls(date.fromisoformat(f"{written[:4]}-{written[4:6]}-{written[6:8]}"), written[8:])

    def over_at(self, calendar: WorkingCalendar) -> datetime:
        """When its day is past."""
        return datetime.combine(self.day + DAY, time(), calendar.zone)


def next_reminder(
    plan: ReturnPlan, since: datetime, until: datetime, now: datetime, calendar: WorkingCalendar
) -> datetime | None:
    """The next moment to remind the owner; None when there is none left before the end.

    At the hour of the notice, so that nobody is reminded at night.
    """
    clock = since.astimezone(calendar.zone).time()
    begin = calendar.day_of(since)
    days = [calendar.months_after(begin, months) for months in plan.months]
    end = until.astimezone(calendar.zone).date() - DAY
    days += [end - days_before * DAY for days_before in plan.before]
    moments = (datetime.combine(day, clock, calendar.zone) for day in days)
    return min((at for at in moments if since < at < until and at > now), default=None)


def next_look(
    plan: ReturnPlan,
    since: datetime,
    until: datetime,
    slot: Slot | None,
    now: datetime,
    calendar: WorkingCalendar,
) -> datetime | None:
    """The next moment at which there is something to do: to remind, or to ask who came."""
    reminder = next_reminder(plan, since, until, now, calendar)
    over = slot.over_at(calendar) if slot else None
    return min((at for at in (reminder, over) if at is not None), default=None)


def offered(
    plan: ReturnPlan, now: datetime, until: datetime, calendar: WorkingCalendar
) -> Sequence[Slot]:
    """The half days to choose from, in order: on working days, and none after the end."""
    day, found, working = now.astimezone(calendar.zone).date(), [], 0
    end = until.astimezone(calendar.zone).date()
    while working < plan.first + plan.days - 1 and day + DAY < end:
        day += DAY
        if not calendar.is_working(day):
            continue
        working += 1
        if working >= plan.first:
            found += [Slot(day, MORNING), Slot(day, AFTERNOON)]
    return found


def days_left(until: datetime, now: datetime) -> int:
    """Whole days and the begun one until the end."""
    return max(0, -((now - until) // timedelta(days=1)))
