from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.board import Count, FirstWord, Tally, Wait, median_wait, tally
from domain.duty import Standing

COUNTS = st.lists(
    st.builds(
        Count,
        st.sampled_from(["not_told", "not_solved"]),
        st.sampled_from(["complaint", "criminal"]),
        st.sampled_from(["甲所", "乙所"]),
        st.booleans(),
        st.sampled_from([Standing.LATE, Standing.DONE, Standing.DONE_LATE]),
        st.integers(1, 50),
    )
)


def test_small_and_major_cases_and_complaints_are_told_apart() -> None:
    found = tally(
        [
            Count("not_told", "criminal", "甲所", False, Standing.LATE, 3),
            Count("not_told", "criminal", "甲所", True, Standing.LATE, 1),
            Count("not_told", "complaint", "conduct", False, Standing.DONE, 5),
        ],
        [],
    )
    assert (found.small.late, found.major.late, found.complaints.kept) == (3, 1, 5)
    ((name, unit),) = found.worst
    assert (name, unit.late, unit.by_rule) == ("甲所", 4, {"not_told": 4})


def test_the_share_kept_counts_what_is_still_late() -> None:
    assert Tally(late=1, kept=2, done_late=1).share == 0.5
    assert Tally().share is None


def wait(hours: float, *, over: bool = True) -> Wait:
    return Wait("complaint", timedelta(hours=hours), over)


def test_the_median_is_not_the_mean() -> None:
    waits = [wait(hours) for hours in (1, 2, 90)]
    found = tally([], waits).first_word
    assert found == {"complaint": FirstWord(timedelta(hours=2), at_least=False)}


def test_who_still_waits_counts_as_waiting_that_long_at_least() -> None:
    """Two quick answers flattered a desk that leaves most people without one."""
    waits = [wait(1), wait(2), *(wait(hours, over=False) for hours in (90, 100, 400))]
    assert median_wait(waits) == FirstWord(timedelta(hours=400), at_least=True)
    waits = [wait(1), wait(2), wait(50), *(wait(hours, over=False) for hours in (40, 90))]
    assert median_wait(waits) == FirstWord(timedelta(hours=50), at_least=False)


def test_who_has_only_begun_to_wait_makes_no_wait_shorter() -> None:
    waits = [wait(10), wait(20), wait(30)]
    fresh = [wait(0.1, over=False)] * 50
    assert median_wait([*waits, *fresh]) == median_wait(waits)


@given(st.lists(st.builds(wait, st.floats(0, 999), over=st.booleans()), min_size=1))
def test_that_somebody_waits_on_never_makes_the_median_shorter(waits: list[Wait]) -> None:
    before = median_wait(waits)
    longer = [w if w.over else w._replace(span=w.span + timedelta(hours=5)) for w in waits]
    after = median_wait(longer)
    assert after.at_least or after.span >= before.span


@given(COUNTS)
def test_nothing_is_lost_or_counted_twice(counts: list[Count]) -> None:
    found = tally(counts, [])
    late = sum(one.number for one in counts if one.standing is Standing.LATE)
    assert sum(one.late for one in found.by_rule.values()) == late
    assert found.small.late + found.major.late + found.complaints.late == late
    assert sum(unit.late for _, unit in found.worst) == late
