"""The days of revisits."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.case_life import ENDS, Kind, Stage
from domain.follow_up import is_open, is_unsolved, next_revisit
from tests.conftest import NOW

EVERY = timedelta(days=30)


def test_the_first_revisit_is_a_period_after_filing() -> None:
    assert next_revisit(NOW, EVERY, NOW) == NOW + EVERY


def test_a_case_filed_long_ago_keeps_its_own_day() -> None:
    assert next_revisit(NOW - timedelta(days=100), EVERY, NOW) == NOW + timedelta(days=20)


@given(st.integers(0, 5000), st.integers(1, 400), st.integers(0, 86_400))
def test_the_next_revisit_is_always_ahead_and_at_most_a_period_away(
    days: int, every: int, seconds: int
) -> None:
    filed_at, period = NOW - timedelta(days=days, seconds=seconds), timedelta(days=every)
    day = next_revisit(filed_at, period, NOW)
    assert timedelta(0) < day - NOW <= period
    assert (day - filed_at) % period == timedelta(0)


def test_a_petition_is_answered_and_not_revisited() -> None:
    assert not is_unsolved(Kind.PETITION, Stage.INVESTIGATING)
    assert is_unsolved(Kind.CRIMINAL, Stage.INVESTIGATING)


def test_no_unsolved_stage_is_an_end() -> None:
    assert not any(is_open(stage) for stage in ENDS)
    assert all(is_open(stage) for stage in Stage if is_unsolved(Kind.CRIMINAL, stage))
