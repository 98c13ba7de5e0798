"""Nobody closes over a citizen's "not" without being seen to."""

from hypothesis import given
from hypothesis import strategies as st

from domain.complaint import Act, EntryKind, State, Verdict, follow
from domain.objection import Objection, after_verdict, objection_of

LIVES = st.lists(
    st.one_of(
        st.tuples(st.just(EntryKind.VERDICT), st.sampled_from(list(Verdict)).map(str)),
        st.tuples(
            st.sampled_from([kind for kind in EntryKind if kind is not EntryKind.VERDICT]),
            st.just("写了些话"),
        ),
    ),
    max_size=20,
)
NOT = (EntryKind.VERDICT, "not_solved")
CLOSED = (EntryKind.CLOSED, "办结")
ANSWER = (EntryKind.ANSWER, "答复")


@given(LIVES)
def test_the_last_verdict_decides_whether_a_not_stands(life: list[tuple[EntryKind, str]]) -> None:
    verdicts = [Verdict(text) for kind, text in life if kind is EntryKind.VERDICT]
    stands = bool(verdicts) and verdicts[-1].act is Act.REJECT
    assert objection_of(life).stands == stands
    assert objection_of(life).closed_over == 0 or stands


@given(LIVES)
def test_a_better_word_wipes_the_count(life: list[tuple[EntryKind, str]]) -> None:
    assert objection_of([*life, (EntryKind.VERDICT, "solved")]) == Objection(Verdict.SOLVED, 0)


def test_an_answer_alone_does_not_take_a_not_away() -> None:
    assert objection_of([ANSWER, NOT, ANSWER]).stands


def test_every_closing_over_a_not_counts() -> None:
    reopened = (EntryKind.REOPENED, "")
    assert objection_of([ANSWER, CLOSED]).closed_over == 0
    assert objection_of([ANSWER, NOT, CLOSED]).closed_over == 1
    assert objection_of([ANSWER, NOT, CLOSED, NOT, CLOSED]).closed_over == 2
    assert objection_of([ANSWER, NOT, CLOSED, reopened, CLOSED]).closed_over == 2


def test_a_closing_over_a_not_can_be_judged_once() -> None:
    over = objection_of([ANSWER, NOT, CLOSED])
    assert after_verdict(State.CLOSED, None, over, Verdict.NOT_SOLVED.act) is State.REOPENED
    assert after_verdict(State.CLOSED, None, over, Verdict.HALF.act) is State.CLOSED
    assert after_verdict(State.CLOSED, "solved", over, Verdict.NOT_SOLVED.act) is None


@given(LIVES, st.sampled_from([State.RECEIVED, State.TAKEN, State.ANSWERED, State.REOPENED]))
def test_what_is_not_closed_is_judged_as_ever(
    life: list[tuple[EntryKind, str]], state: State
) -> None:
    for verdict in Verdict:
        found = after_verdict(state, None, objection_of(life), verdict.act)
        assert found == follow(state, verdict.act)
