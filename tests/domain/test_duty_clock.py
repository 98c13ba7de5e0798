"""The end of any course: generated zones with their summer times, holidays, extensions and pauses."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.duty import Event, Extension, Owed, Pause, Rule, Standing, owed
from domain.period import Period, Stop, Unit, days_of, time_of
from domain.working_time import DAY, WorkingCalendar, Year

HOUR = timedelta(hours=1)
FIRST = date(2025, 1, 1)
START = datetime(2025, 6, 1, tzinfo=UTC)
# Summer time begins or ends at midnight, is half an hour, or shifts an hour; none; a quarter off.
ODD = ("Africa/Cairo", "America/Havana", "Australia/Lord_Howe", "Europe/Berlin", "Asia/Shanghai")
ZONES = st.sampled_from([*ODD, "Asia/Kathmandu", "America/Santiago"]).map(ZoneInfo) | st.timezones()


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    """Holidays of up to twelve days, and weekends that are worked instead."""
    off: set[date] = set()
    spans = st.lists(st.tuples(st.integers(0, 1090), st.integers(1, 12)), max_size=25)
    for begin, length in draw(spans):
        off.update(FIRST + (begin + n) * DAY for n in range(length))
    worked = {FIRST + n * DAY for n in draw(st.sets(st.integers(0, 1090), max_size=25))}
    worked = {day for day in worked - off if day.weekday() >= 5}
    years = [
        Year(
            year,
            frozenset(day for day in off if day.year == year),
            frozenset(day for day in worked if day.year == year),
        )
        for year in (2025, 2026, 2027)
    ]
    return WorkingCalendar(years, draw(ZONES), provisional=True)


DAYS = st.builds(Period, st.integers(1, 60), st.just(Unit.DAYS))
WORKING_DAYS = st.builds(Period, st.integers(1, 30), st.just(Unit.WORKING_DAYS))
MONTHS = st.builds(Period, st.integers(1, 6), st.just(Unit.MONTHS))
HOURS = st.builds(Period, st.integers(0, 3_000), st.just(Unit.HOURS))
PAUSES = (Pause("appraisal_begun", "appraisal_ended"), Pause("hearing_begun", "hearing_ended"))
EVENTS = ["more", "whole", *(end for pause in PAUSES for end in (pause.begins, pause.ends))]


LATER = st.integers(0, 4_000).map(lambda hours: hours * HOUR)


@st.composite
def rules(draw: st.DrawFn, periods: st.SearchStrategy[Period]) -> Rule:
    longer = (
        Extension("more", draw(periods), times=draw(st.integers(1, 3))),
        Extension("whole", draw(periods), instead=True),
    )
    kinds, starts, done = frozenset({"case"}), frozenset({"begun"}), frozenset({"done"})
    none: frozenset[str] = frozenset()
    return Rule("it", FIRST, kinds, starts, draw(periods), done, none, longer, PAUSES)


@st.composite
def lives(draw: st.DrawFn) -> list[Event]:
    """What begins it, and what happens to its time, in order."""
    found = st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(0, 3_000)), max_size=10)
    since = START + draw(st.integers(0, 10_000)) * HOUR
    later = sorted(draw(found), key=lambda event: event[1])
    return [Event("begun", since), *(Event(name, since + n * HOUR) for name, n in later)]


def course_of(rule: Rule, life: list[Event], calendar: WorkingCalendar, now: datetime) -> Owed:
    (one,) = owed([rule], "case", life, calendar, now)
    return one


def last_day(one: Owed, calendar: WorkingCalendar) -> date:
    return calendar.day_of(one.until.astimezone(UTC) - timedelta(microseconds=1))


def granted(one: Owed) -> int:
    """The amount of all periods that were granted: the longest whole one, and what was added."""
    more, whole = one.rule.extensions
    wholes = [one.rule.period.amount, *([whole.period.amount] if "whole" in one.granted else [])]
    return max(wholes) + more.period.amount * one.granted.count("more")


@given(rules(DAYS | MONTHS) | rules(WORKING_DAYS), lives(), calendars(), LATER)
def test_any_course_in_days_ends_with_the_end_of_a_working_day(
    rule: Rule, life: list[Event], calendar: WorkingCalendar, later: timedelta
) -> None:
    one = course_of(rule, life, calendar, life[-1].at + later)
    last = last_day(one, calendar)
    assert calendar.is_working(last)
    assert one.until == calendar.end_of(last)


def still_at(life: Sequence[Event], now: datetime) -> datetime:
    """When the clock stood still for the last time, at the latest."""
    ends = {pause.ends for pause in PAUSES}
    over = [event.at for event in life if event.name in ends]
    runs = any(
        sum(e.name == p.begins for e in life) > sum(e.name == p.ends for e in life) for p in PAUSES
    )
    return now if runs or not over else max(over)


@given(rules(DAYS), lives(), calendars(), LATER)
def test_it_ends_with_the_plain_sum_of_its_days_or_one_roll_later(
    rule: Rule, life: list[Event], calendar: WorkingCalendar, later: timedelta
) -> None:
    """No working day lies between the sum and the end, unless the clock stood still on it."""
    one = course_of(rule, life, calendar, life[-1].at + later)
    plain = calendar.day_of(one.since) + granted(one) * DAY + one.paused
    still = calendar.day_of(still_at(life, life[-1].at + later))
    last = last_day(one, calendar)
    assert plain <= last
    between = [plain + n * DAY for n in range((last - plain).days)]
    assert not any(calendar.is_working(day) for day in between if day > still)
    if one.paused == timedelta():
        assert not any(calendar.is_working(day) for day in between)


@given(rules(WORKING_DAYS), lives(), calendars(), LATER)
def test_one_in_working_days_has_all_of_them_besides_those_that_are_left_out(
    rule: Rule, life: list[Event], calendar: WorkingCalendar, later: timedelta
) -> None:
    one = course_of(rule, life, calendar, life[-1].at + later)
    begin, last = calendar.day_of(one.since), last_day(one, calendar)
    days = (begin + n * DAY for n in range(1, (last - begin).days + 1))
    worked = sum(calendar.is_working(day) for day in days)
    assert worked >= granted(one) + one.paused.days
    if one.paused == timedelta():
        assert worked == granted(one)


@given(rules(HOURS), lives(), calendars(), LATER)
def test_hours_are_hours_when_the_clocks_change_and_never_rolled(
    rule: Rule, life: list[Event], calendar: WorkingCalendar, later: timedelta
) -> None:
    one = course_of(rule, life, calendar, life[-1].at + later)
    assert one.until - one.since.astimezone(UTC) == granted(one) * HOUR + one.paused


@given(rules(DAYS | MONTHS) | rules(WORKING_DAYS) | rules(HOURS), lives(), calendars(), LATER)
def test_nothing_runs_out_while_it_stands_still_and_time_takes_nothing_back(
    rule: Rule, life: list[Event], calendar: WorkingCalendar, later: timedelta
) -> None:
    before = course_of(rule, life, calendar, life[-1].at)
    after = course_of(rule, life, calendar, life[-1].at + later)
    assert after.until >= before.until
    assert after.granted == before.granted
    for one, now in ((before, life[-1].at), (after, life[-1].at + later)):
        still = one.paused_since is not None
        assert (one.standing is Standing.PAUSED) == still
        assert (one.standing is Standing.LATE) == (one.until < now)
    if before.standing is Standing.LATE:
        assert (after.standing, after.until) == (Standing.LATE, before.until)


@given(rules(DAYS | MONTHS) | rules(WORKING_DAYS), calendars(), st.data())
def test_it_makes_no_difference_on_which_day_in_time_an_extension_is_granted(
    rule: Rule, calendar: WorkingCalendar, data: st.DataObject
) -> None:
    begun = Event("begun", START)
    end = course_of(rule, [begun], calendar, START).until
    hours = st.integers(0, (end.astimezone(UTC) - START) // HOUR)
    days = [START + data.draw(hours) * HOUR for _ in range(2)]
    ends = {course_of(rule, [begun, Event("more", at)], calendar, at).until for at in days}
    assert len(ends) == 1


@given(calendars(), st.lists(st.tuples(st.integers(0, 900), st.integers(0, 300)), max_size=6))
def test_what_is_left_out_is_left_out_once(
    calendar: WorkingCalendar, spans: list[tuple[int, int]]
) -> None:
    stops = [Stop(START + begin * HOUR, START + (begin + n) * HOUR) for begin, n in spans]
    hours = {begin + hour for begin, n in spans for hour in range(n)}
    assert time_of(stops) == len(hours) * HOUR
    days = days_of(stops, calendar)
    assert days == sorted(set(days))
    assert all(
        any(calendar.day_of(stop.begin) < day <= calendar.day_of(stop.end) for stop in stops)
        for day in days
    )
