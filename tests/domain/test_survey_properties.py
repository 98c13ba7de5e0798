"""What holds for every survey and every sequence of moves."""

import json
from dataclasses import replace
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.survey import Branch, Choice, Index, Kind, Occasion, Question, Survey, Wording
from domain.survey_moves import (
    Outcome,
    Refusal,
    back,
    check_press,
    choose,
    confirm,
    fits,
    mark,
    migrate,
    skip,
    start,
    write,
)
from domain.survey_session import Session, count_progress

CODES = ("a", "b", "c", "d")


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    names = draw(st.permutations(["q1", "q2", "q3", "q4", "q5", "q6", "q7"]))
    names = names[: draw(st.integers(1, 7))]
    questions = []
    for place, name in enumerate(names):
        kind = draw(st.sampled_from(list(Kind)))
        codes: tuple[str, ...] = ()
        if kind is not Kind.TEXT:
            codes = CODES[: draw(st.integers(2, 4))]
        apart = draw(st.sampled_from([*codes, ""]))
        choices = tuple(Choice(c, Wording(c, c), c == apart) for c in codes)
        branches: tuple[Branch, ...] = ()
        if draw(st.booleans()) and codes:
            when = draw(st.frozensets(st.sampled_from(codes), min_size=1))
            branches = (Branch(when, draw(st.sampled_from([*names[place + 1 :], None]))),)
        most = 2 if kind is Kind.SEVERAL else 1
        limit = 5 if kind is Kind.TEXT else 0
        wording = Wording(name, name)
        questions.append(Question(name, kind, wording, choices, branches, most, limit))
    return Survey(
        "s", 1, Occasion.PERCEPTION, Index.SAFETY, Wording("测", "survey"), tuple(questions)
    )


Move = tuple[str, str, bool]
moves = st.lists(
    st.tuples(
        st.sampled_from(["choose", "mark", "confirm", "write", "skip", "back"]),
        st.sampled_from([*CODES, "x", "words", ""]),
        st.booleans(),
    ),
    max_size=30,
)


def make(survey: Survey, session: Session, move: Move) -> Outcome:
    verb, value, on = move
    match verb:
        case "choose":
            return choose(survey, session, (value,))
        case "mark":
            return mark(survey, session, value, on)
        case "confirm":
            return confirm(survey, session)
        case "write":
            return write(survey, session, value)
        case "skip":
            return skip(survey, session)
        case _:
            return back(survey, session)


def play(survey: Survey, sequence: list[Move]) -> list[Session]:
    """All sessions on the way, the first one included."""
    sessions = [start(survey)]
    for move in sequence:
        outcome = make(survey, sessions[-1], move)
        if isinstance(outcome, Session):
            sessions.append(outcome)
    return sessions


@given(surveys(), moves)
def test_no_question_is_ever_answered_twice(survey: Survey, sequence: list[Move]) -> None:
    for session in play(survey, sequence):
        asked = [answer.question for answer in session.trail]
        assert len(asked) == len(set(asked))
        assert session.current not in asked


@given(surveys(), moves)
def test_the_answers_are_a_path_from_the_first_question(
    survey: Survey, sequence: list[Move]
) -> None:
    for session in play(survey, sequence):
        current: str | None = survey.questions[0].id
        for answer in session.trail:
            question = survey.question(current)
            assert question is not None
            assert question.id == answer.question
            current = survey.after(question, answer.codes)
        assert current == session.current


@given(surveys(), moves)
def test_back_undoes_an_answer(survey: Survey, sequence: list[Move]) -> None:
    session = play(survey, sequence)[-1]
    assume(not session.finished)
    question = survey.question(session.current)
    assert question is not None
    if question.kind is Kind.TEXT:
        answered = write(survey, session, "好")
    elif question.kind is Kind.SEVERAL and session.marked:
        answered = confirm(survey, session)
    else:
        answered = choose(survey, session, (question.choices[0].code,))
        session = replace(session, marked=(question.choices[0].code,))
    assert isinstance(answered, Session)
    assume(not answered.finished)
    assert back(survey, answered) == replace(session, step=session.step + 2)


@given(surveys(), moves)
def test_progress_goes_forward_to_an_end_that_never_moves(
    survey: Survey, sequence: list[Move]
) -> None:
    for before, after in pairwise(play(survey, sequence)):
        number, of = count_progress(survey, before)
        assert 1 <= number <= of == len(survey.questions)
        assert (number == of) == (before.current == survey.questions[-1].id)
        later, still = count_progress(survey, after)
        assert still == of
        if len(after.trail) > len(before.trail):
            assert later > number or after.finished


@given(surveys(), moves)
def test_a_session_comes_back_from_json_as_it_was(survey: Survey, sequence: list[Move]) -> None:
    for session in play(survey, sequence):
        assert Session.from_json(json.loads(json.dumps(session.as_json()))) == session
        assert fits(survey, session)


@given(surveys(), moves)
def test_leaving_a_question_makes_its_buttons_stale(survey: Survey, sequence: list[Move]) -> None:
    sessions = play(survey, sequence)
    for before, after in pairwise(sessions):
        assert before.current is not None
        stale = check_press(after, before.current, before.step)
        assert (stale is None) == (before.current == after.current and before.step == after.step)
        assert after.step >= before.step
        assert after.current == before.current or after.step > before.step


@given(surveys(), moves)
def test_ticks_keep_to_the_rules_of_their_question(survey: Survey, sequence: list[Move]) -> None:
    for session in play(survey, sequence):
        question = survey.question(session.current)
        if question is None or question.kind is Kind.TEXT:
            assert session.marked == ()
            continue
        # Of a question with one answer: what was chosen before somebody went back, and nothing else.
        assert len(session.marked) <= 1 or question.kind is Kind.SEVERAL
        assert len(session.marked) <= question.most
        assert set(session.marked) <= {choice.code for choice in question.choices}
        apart = [c for c in question.choices if c.apart and c.code in session.marked]
        assert not apart or len(session.marked) == 1


@given(surveys(), surveys(), moves, moves)
def test_another_version_keeps_only_what_fits_and_can_be_finished(
    old: Survey, new: Survey, before: list[Move], after: list[Move]
) -> None:
    new = replace(new, version=2)
    session = play(old, before)[-1]
    assume(not session.finished)
    moved = migrate(new, session)
    assert fits(new, moved)
    assert moved.step > session.step
    said = {(a.question, a.form): a for a in session.trail}
    for answer in (*moved.trail, *moved.kept):
        assert said[answer.question, answer.form] == answer
    for move in after:
        outcome = make(new, moved, move)
        moved = outcome if isinstance(outcome, Session) else moved
    for _ in new.questions:
        skipped = skip(new, moved)
        moved = moved if isinstance(skipped, Refusal) else skipped
    assert moved.finished
    asked = [answer.question for answer in moved.trail]
    assert len(asked) == len(set(asked))


@given(surveys(), moves)
def test_the_same_questions_under_a_new_number_change_nothing_but_the_buttons(
    survey: Survey, sequence: list[Move]
) -> None:
    session = play(survey, sequence)[-1]
    assume(not session.finished)
    moved = migrate(replace(survey, version=2), session)
    assert replace(moved, version=1, step=session.step) == session
