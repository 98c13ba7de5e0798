from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.policy import QuietHours

SHANGHAI = ZoneInfo("Asia/Shanghai")
moments = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 (hypothesis wants naive bounds and adds the zone)
    datetime(2036, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
zones = st.sampled_from(["Asia/Shanghai", "Asia/Urumqi", "Europe/Berlin", "America/New_York"])


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour, minute, tzinfo=SHANGHAI)


def test_the_night_is_quiet_and_the_day_is_not() -> None:
    hours = QuietHours()
    assert [hours.hold(at(h)) for h in (20, 21, 23, 0, 7, 8, 12)] == [
        False, True, True, True, True, False, False,
    ]  # fmt: skip


def test_what_is_due_in_the_evening_waits_for_the_next_morning() -> None:
    assert QuietHours().next_open(at(22, 30)) == datetime(2026, 3, 3, 8, tzinfo=SHANGHAI)
    assert QuietHours().next_open(at(3)) == at(8)


def test_equal_ends_mean_that_nothing_is_quiet() -> None:
    assert not QuietHours(time(9), time(9)).hold(at(9))


@given(moments, times, times, zones)
def test_the_next_open_moment_is_open_and_not_earlier(
    moment: datetime, start: time, end: time, zone: str
) -> None:
    hours = QuietHours(start, end, ZoneInfo(zone))
    opens = hours.next_open(moment)
    assert opens >= moment
    assert not hours.hold(opens)
