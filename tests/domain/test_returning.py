"""Reminders inside the six months, and the half days that are offered."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.property import load_return_plan
from content.working_calendar import load_calendar
from domain.period import Period, Unit
from domain.returning import Slot, days_left, next_reminder, offered

ZONE = ZoneInfo("Asia/Shanghai")
PLAN = load_return_plan()
CALENDAR = load_calendar(ZONE).as_provisional()
SIX_MONTHS = Period(6, Unit.MONTHS)
SINCE = datetime(2026, 3, 2, 10, tzinfo=ZONE)


def reminders(since: datetime) -> list[datetime]:
    until, found, now = SIX_MONTHS.end(since, CALENDAR), [], since
    while (at := next_reminder(PLAN, since, until, now, CALENDAR)) is not None:
        found.append(at)
        now = at
    return found


def test_the_owner_is_reminded_after_one_three_and_five_months_and_before_the_end() -> None:
    days = [at.astimezone(ZONE).date() for at in reminders(SINCE)]
    assert days == [date(2026, 4, 2), date(2026, 6, 2), date(2026, 8, 2), date(2026, 8, 19)]


@given(st.integers(-400, 600), st.integers(0, 86_399))
def test_reminders_grow_and_lie_inside_the_period(days: int, seconds: int) -> None:
    since = SINCE + timedelta(days=days, seconds=seconds)
    found = reminders(since)
    assert found == sorted(set(found))
    assert len(found) == 4
    assert all(since < at < SIX_MONTHS.end(since, CALENDAR) for at in found)


def test_half_days_are_offered_on_working_days_only_and_not_for_tomorrow() -> None:
    before_holiday = datetime(2026, 9, 29, 10, tzinfo=ZONE)
    until = before_holiday + timedelta(days=100)
    days = sorted({slot.day for slot in offered(PLAN, before_holiday, until, CALENDAR)})
    # the first week of October is off, the tenth is worked instead
    assert days == [date(2026, 10, day) for day in (8, 9, 10, 12, 13)]


def test_nothing_is_offered_after_the_end() -> None:
    assert list(offered(PLAN, SINCE, SINCE + timedelta(days=1), CALENDAR)) == []


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from("ap"))
def test_a_half_day_is_read_as_it_is_written(day: date, half: str) -> None:
    assert Slot.read(str(Slot(day, half))) == Slot(day, half)


@pytest.mark.parametrize("written", ["", "20260305", "20260305x", "2026030a", "20261332a"])
def test_what_is_no_half_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        Slot.read(written)


def test_the_days_left_are_counted_with_the_begun_one() -> None:
    assert days_left(SINCE + timedelta(days=3, hours=1), SINCE) == 4
    assert days_left(SINCE, SINCE + timedelta(days=1)) == 0
