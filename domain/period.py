"""Periods of the law and when they are over: summed first, rolled to a working day once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from domain.working_time import DAY, WorkingCalendar


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class Clock(StrEnum):
    """How a unit is counted; periods of one clock can be added."""

    HOURS = "hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which a clock stands still."""

    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Period:
    """Zero hours is "at once"."""

    amount: int
    unit: Unit

    @property
    def clock(self) -> Clock:
        in_days = self.unit in (Unit.DAYS, Unit.MONTHS)
        return Clock.CALENDAR_DAYS if in_days else Clock(self.unit.value)

    def end(self, since: datetime, calendar: WorkingCalendar) -> datetime:
        """When this period alone is over, if it begins at `since`. Raises MissingYearError."""
        return end_of([self], since, calendar)


def end_of(
    periods: Sequence[Period],
    since: datetime,
    calendar: WorkingCalendar,
    stops: Sequence[Stop] = (),
) -> datetime:
    """When these periods, one after the other, are over: all of one clock. Raises MissingYearError.

    Hours run on through nights and holidays. Days end with the last one of all periods together, and
    where that is not a working day, with the next working day: the law moves the last day of the whole
    period, an extension makes the same period longer, and what is not counted is left out of it
    (刑事诉讼法 105 and 公安机关办理行政案件程序规定 on 期间: 期间的最后一日是节假日的，以节假日后的第一日为
    期满日期; 治安管理处罚法 (2025): 自立案之日起, 可以延长, 鉴定、听证的期间不计入). So it is rolled once.
    """
    if periods[0].clock is Clock.HOURS:
        hours = timedelta(hours=sum(period.amount for period in periods))
        # The zone's own clock may be put forward or back meanwhile.
        return since.astimezone(UTC) + hours + left_out(Clock.HOURS, stops, calendar)
    out = left_out(periods[0].clock, stops, calendar).days
    last = _last_day(periods, calendar.day_of(since), calendar)
    # One that stops on the days by which its end is moved does not run out while it stands still.
    still = [calendar.first_working_day(calendar.day_of(stop.end)) for stop in stops]
    if periods[0].clock is Clock.WORKING_DAYS:
        return calendar.end_of(max([calendar.working_days_after(last, out), *still]))
    return calendar.end_of(calendar.first_working_day(max([last + out * DAY, *still])))


def _last_day(periods: Sequence[Period], begin: date, calendar: WorkingCalendar) -> date:
    """The last day without any stop, be it a working day or not; `begin` is not counted."""
    amounts = dict.fromkeys(Unit, 0)
    for period in periods:
        amounts[period.unit] += period.amount
    last = calendar.months_after(begin, amounts[Unit.MONTHS]) + amounts[Unit.DAYS] * DAY
    return calendar.working_days_after(last, amounts[Unit.WORKING_DAYS])


def left_out(clock: Clock, stops: Sequence[Stop], calendar: WorkingCalendar) -> timedelta:
    """What a clock does not count because of these stops: whole days, of hours the time itself."""
    if clock is Clock.HOURS:
        return time_of(stops)
    days = days_of(stops, calendar)
    working_only = clock is Clock.WORKING_DAYS
    return sum(calendar.is_working(day) for day in days) * DAY if working_only else len(days) * DAY


def days_of(stops: Sequence[Stop], calendar: WorkingCalendar) -> list[date]:
    """The days that stops leave out, none twice, in order.

    Of a stop, as of any period, the day on which it begins is not counted (刑事诉讼法 105). So as many
    days are left when it ends as were left when it began.
    """
    days: set[date] = set()
    for stop in stops:
        begin = calendar.day_of(stop.begin)
        days.update(begin + n * DAY for n in range(1, (calendar.day_of(stop.end) - begin).days + 1))
    return sorted(days)


def time_of(stops: Sequence[Stop]) -> timedelta:
    """How long stops are together; a time that belongs to two of them (a hearing during an
    appraisal) is left out once."""
    total = timedelta()
    reached: datetime | None = None
    spans = [(stop.begin.astimezone(UTC), stop.end.astimezone(UTC)) for stop in stops]
    for begin, end in sorted(spans):
        start = begin if reached is None else max(begin, reached)
        if end > start:
            total += end - start
            reached = end
    return total
