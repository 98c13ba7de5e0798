from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.working_calendar import load_calendar
from domain.period import Period, Unit
from domain.working_time import MissingYearError

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = load_calendar(SHANGHAI)
moments = st.datetimes(
    datetime(2025, 1, 1),  # noqa: DTZ001 (hypothesis adds the zone)
    datetime(2026, 8, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def days(since: datetime, amount: int) -> datetime:
    return Period(amount, Unit.DAYS).end(since, CALENDAR)


def working_days(since: datetime, amount: int) -> datetime:
    return Period(amount, Unit.WORKING_DAYS).end(since, CALENDAR)


def months(since: datetime, amount: int) -> datetime:
    return Period(amount, Unit.MONTHS).end(since, CALENDAR)


def day(year: int, month: int, number: int, hour: int = 10) -> datetime:
    return datetime(year, month, number, hour, tzinfo=SHANGHAI)


def test_five_working_days_over_the_spring_festival_of_2026() -> None:
    """Thu 12 Feb → Fri 13, Sat 14 (worked), Tue 24, Wed 25, Thu 26 February."""
    assert working_days(day(2026, 2, 12), 5) == day(2026, 2, 27, 0)


def test_a_period_that_would_end_on_a_holiday_ends_with_the_next_working_day() -> None:
    """Three days from 30 September 2025 would end in the National Day week, which lasts to 8 October."""
    assert days(day(2025, 9, 30), 3) == day(2025, 10, 10, 0)


def test_the_day_it_begins_on_is_not_counted() -> None:
    assert days(day(2026, 3, 2, 0), 3) == days(day(2026, 3, 2, 23), 3)
    assert days(day(2026, 3, 2), 3) == day(2026, 3, 6, 0)


def test_six_months_from_the_last_of_august_end_on_the_last_of_february() -> None:
    """28 February 2026 is a Saturday that is worked."""
    assert months(day(2025, 8, 31), 6) == day(2026, 3, 1, 0)


def test_a_year_without_a_calendar_is_an_error_and_never_a_guess() -> None:
    with pytest.raises(MissingYearError, match="2027"):
        days(day(2026, 12, 20), 30)


@pytest.mark.parametrize(
    ("since", "last"),
    [((2026, 12, 17), (2027, 1, 4)), ((2027, 4, 16), (2027, 5, 3)), ((2027, 9, 16), (2027, 10, 4))],
)
def test_holidays_of_fixed_days_are_off_before_they_are_announced(
    since: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    """New Year's Day, 1–2 May, 1–3 October, by the regulations on public holidays."""
    end = Period(15, Unit.DAYS).end(day(*since), CALENDAR.as_provisional())
    assert end - timedelta(days=1) == day(*last, 0)


@given(moments, st.integers(0, 60))
def test_a_longer_period_never_ends_earlier(since: datetime, amount: int) -> None:
    assert days(since, amount) <= days(since, amount + 1)
    assert working_days(since, amount) < working_days(since, amount + 1)


@given(moments, st.integers(1, 60))
def test_a_period_ends_with_a_working_day(since: datetime, amount: int) -> None:
    for end in (days(since, amount), working_days(since, amount)):
        assert CALENDAR.is_working((end - timedelta(seconds=1)).date())


@given(moments, st.integers(1, 60))
def test_working_days_take_at_least_as_long_as_calendar_days(since: datetime, amount: int) -> None:
    begin = since.astimezone(SHANGHAI).date()
    assert (working_days(since, amount).date() - begin).days > amount
