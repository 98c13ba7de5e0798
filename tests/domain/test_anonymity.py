"""The kept time of what is anonymous."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.anonymity import STEP, blur

MOMENTS = st.timedeltas(timedelta(0), timedelta(days=30_000)).map(
    lambda since: datetime(2020, 1, 1, tzinfo=UTC) + since
)


@given(MOMENTS)
def test_it_is_the_beginning_of_the_quarter_and_never_in_the_future(now: datetime) -> None:
    kept = blur(now)
    assert now - STEP < kept <= now
    assert (kept.minute % 15, kept.second, kept.microsecond) == (0, 0, 0)


@given(MOMENTS, st.timedeltas(timedelta(seconds=1), timedelta(days=2)))
def test_it_comes_after_what_happened_before(now: datetime, since: timedelta) -> None:
    before = now - since
    assert before < blur(now, before) <= now
