from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.board import Count, Tally, tally
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


def test_the_median_is_not_the_mean() -> None:
    waits = [("complaint", timedelta(hours=hours)) for hours in (1, 2, 90)]
    assert tally([], waits).first_word == {"complaint": timedelta(hours=2)}


@given(COUNTS)
def test_nothing_is_lost_or_counted_twice(counts: list[Count]) -> None:
    found = tally(counts, [])
    late = sum(one.number for one in counts if one.standing is Standing.LATE)
    assert sum(one.late for one in found.by_rule.values()) == late
    assert found.small.late + found.major.late + found.complaints.late == late
    assert sum(unit.late for _, unit in found.worst) == late
