from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from content.failure import load_failures
from domain.ladder import Step

FAILURES, LADDER = load_failures()
SINCE = datetime(2026, 3, 2, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=10)


def test_the_desk_is_warned_when_four_fifths_of_the_time_are_over() -> None:
    assert LADDER.step_at(SINCE, UNTIL, SINCE + timedelta(days=7, hours=23)) is Step.WATCHED
    assert LADDER.step_at(SINCE, UNTIL, SINCE + timedelta(days=8)) is Step.WARNED


def test_it_climbs_from_the_desk_to_the_supervisor_to_the_head() -> None:
    steps = [LADDER.step_at(SINCE, UNTIL, UNTIL + timedelta(hours=h)) for h in (0, 23, 24, 71, 72)]
    assert steps == [Step.LATE, Step.LATE, Step.SUPERVISOR, Step.SUPERVISOR, Step.HEAD]


def test_all_five_failures_are_there_for_cases_and_complaints() -> None:
    assert len(FAILURES) == 5
    for failure in FAILURES.values():
        kinds = {kind for rule in failure.rules for kind in rule.kinds}
        assert {"complaint", "criminal", "administrative"} <= kinds


@given(
    st.timedeltas(timedelta(0), timedelta(days=90)),
    st.timedeltas(timedelta(0), timedelta(days=200)),
)
def test_the_next_moment_is_when_the_step_changes(length: timedelta, passed: timedelta) -> None:
    until, now = SINCE + length, SINCE + passed
    step = LADDER.step_at(SINCE, until, now)
    upcoming = LADDER.next_moment(step, SINCE, until)
    if upcoming is None:
        assert step is Step.HEAD
    else:
        assert upcoming > now
        assert LADDER.step_at(SINCE, until, upcoming) > step
