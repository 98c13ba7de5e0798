"""The life of a broadcast: two people, and no way back once people have begun to get it."""

from hypothesis import given
from hypothesis import strategies as st

from domain.area import Area
from domain.broadcast import BAR, Act, Counts, State, follow, may_broadcast, may_change
from domain.role import Post, Role

acts = st.lists(st.sampled_from(Act), max_size=30)
numbers = st.integers(0, 100_000)


def _live(tried: list[Act]) -> list[tuple[Act, State]]:
    """The acts that were possible, with what they led to."""
    state, happened = State.DRAFT, []
    for act in tried:
        after = follow(state, act)
        if after is not None:
            state = after
            happened.append((act, state))
    return happened


@given(acts)
def test_nothing_is_sent_unless_its_last_words_were_approved(tried: list[Act]) -> None:
    approved = False
    for act, state in _live(tried):
        approved = act is Act.APPROVE or (approved and act is not Act.CHANGE)
        if state is State.SENDING:
            assert approved


@given(acts)
def test_what_was_stopped_or_is_done_stays_so(tried: list[Act]) -> None:
    states = [state for _, state in _live(tried)]
    for ended in (State.STOPPED, State.DONE):
        if ended in states:
            assert states.index(ended) == len(states) - 1


def test_words_that_people_have_begun_to_get_cannot_be_changed() -> None:
    assert follow(State.SENDING, Act.CHANGE) is None
    assert follow(State.PAUSED, Act.CHANGE) is None


def test_nobody_approves_their_own_words_and_nobody_changes_those_of_others() -> None:
    assert not may_change(Act.APPROVE, staff_id=1, writer_id=1)
    assert may_change(Act.APPROVE, staff_id=2, writer_id=1)
    assert not may_change(Act.CHANGE, staff_id=2, writer_id=1)
    assert may_change(Act.STOP, staff_id=2, writer_id=1)


def test_only_the_publicity_desk_and_those_above_the_desks_are_in_charge() -> None:
    assert may_broadcast(Post(Role.DESK, Area.PUBLICITY))
    assert not may_broadcast(Post(Role.DESK, Area.SERVICE))
    assert not may_broadcast(Post(Role.TRIAGE))
    assert may_broadcast(Post(Role.SUPERVISOR))


@given(numbers, numbers, numbers, numbers)
def test_the_bar_is_full_only_when_everything_is_settled(
    done: int, later: int, never: int, unwritten: int
) -> None:
    bar = Counts(done, later, never, unwritten).bar()
    assert len(bar) == BAR
    assert ("░" not in bar) == (later + unwritten == 0)
