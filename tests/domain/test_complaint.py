"""The life of a complaint."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.complaint import AFTER, ENDED, OPEN, Act, State, Verdict, can_reopen, follow

ACTS = st.lists(st.sampled_from(list(Act)), max_size=30)
NOW = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def _live(acts: list[Act]) -> State:
    state = State.RECEIVED
    for act in acts:
        state = follow(state, act) or state
    return state


@given(ACTS)
def test_whatever_happened_the_bureau_or_the_citizen_can_go_on(acts: list[Act]) -> None:
    state = _live(acts)
    assert any(follow(state, act) for act in Act)


@given(ACTS)
def test_what_has_ended_can_only_be_reopened(acts: list[Act]) -> None:
    state = _live(acts)
    if state in ENDED:
        assert [act for act in Act if follow(state, act)] == [Act.REOPEN]


@given(ACTS)
def test_only_an_answer_can_be_judged(acts: list[Act]) -> None:
    state = _live(acts)
    judged = follow(state, Act.ACCEPT) is not None or follow(state, Act.REJECT) is not None
    assert judged == (state is State.ANSWERED)


@given(ACTS)
def test_words_can_be_added_until_it_ends_and_change_nothing_else(acts: list[Act]) -> None:
    state = _live(acts)
    assert follow(state, Act.ADD) == (None if state in ENDED else state)


def test_nobody_takes_what_somebody_has_taken() -> None:
    assert follow(State.TAKEN, Act.TAKE) is None


def test_every_state_is_reached() -> None:
    assert set(AFTER.values()) == set(State)


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        (Verdict.SOLVED, State.CLOSED),
        (Verdict.HALF, State.CLOSED),
        (Verdict.NOT_SOLVED, State.REOPENED),
        (Verdict.NOT_EXPLAINED, State.REOPENED),
    ],
)
def test_not_solved_and_not_explained_go_back(verdict: Verdict, state: State) -> None:
    assert follow(State.ANSWERED, verdict.act) is state


def test_an_ended_one_can_be_reopened_for_a_while() -> None:
    for state in ENDED:
        assert can_reopen(state, NOW, 90 * DAY, NOW + 90 * DAY)
        assert not can_reopen(state, NOW, 90 * DAY, NOW + 91 * DAY)
    for state in OPEN:
        assert not can_reopen(state, None, 90 * DAY, NOW)
