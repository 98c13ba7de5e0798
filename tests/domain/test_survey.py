"""The moves of a survey, one by one."""

from dataclasses import replace

import pytest

from domain.survey import Branch, Choice, Index, Kind, Occasion, Question, Survey, Wording
from domain.survey_moves import (
    Outcome,
    Reason,
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


def question(name: str, kind: Kind, *codes: str, **more: object) -> Question:
    choices = tuple(Choice(c, Wording(f"字{c}", f"word {c}"), c == "none") for c in codes)
    return Question(name, kind, Wording(name, name), choices, **more)  # type: ignore[arg-type]


SAFE = question("safe", Kind.SCALE, "n3", "n2", "n1")
FEARS = question(
    "fears",
    Kind.SEVERAL,
    *("theft", "fraud", "noise", "none"),
    most=2,
    branches=(Branch(frozenset({"none"}), "words"),),
)
PLACE = question("place", Kind.CHOICE, "home", "road")
WORDS = question("words", Kind.TEXT, limit=10)
SURVEY = Survey(
    "safety",
    1,
    Occasion.PERCEPTION,
    Index.SAFETY,
    Wording("安全感", "Safety"),
    (SAFE, FEARS, PLACE, WORDS),
)


def done(outcome: Outcome) -> Session:
    assert isinstance(outcome, Session)
    return outcome


def at_fears() -> Session:
    return done(choose(SURVEY, start(SURVEY), ("n2",)))


def test_it_starts_at_the_first_question() -> None:
    assert start(SURVEY).current == "safe"


def test_an_answer_leads_to_the_next_question() -> None:
    assert at_fears().current == "fears"
    assert at_fears().trail[0].codes == ("n2",)


def test_a_second_press_is_stale() -> None:
    assert check_press(start(SURVEY), "safe", 0) is None
    assert check_press(at_fears(), "safe", 0) == Refusal(Reason.STALE)


def test_an_old_button_of_a_question_asked_again_is_stale() -> None:
    again = done(back(SURVEY, at_fears()))
    assert again.current == "safe"
    assert check_press(again, "safe", 0) == Refusal(Reason.STALE)


def test_a_forged_choice_is_refused() -> None:
    assert choose(SURVEY, start(SURVEY), ("n9",)) == Refusal(Reason.UNKNOWN_CHOICE)
    assert choose(SURVEY, start(SURVEY), ()) == Refusal(Reason.UNKNOWN_CHOICE)
    assert mark(SURVEY, at_fears(), "n9", True) == Refusal(Reason.UNKNOWN_CHOICE)


def test_one_choice_cannot_be_two() -> None:
    assert choose(SURVEY, start(SURVEY), ("n3", "n1")) == Refusal(Reason.TOO_MANY)


def test_a_move_of_another_kind_of_question_is_refused() -> None:
    assert write(SURVEY, start(SURVEY), "好") == Refusal(Reason.WRONG_KIND)
    assert mark(SURVEY, start(SURVEY), "n3", True) == Refusal(Reason.WRONG_KIND)
    assert confirm(SURVEY, start(SURVEY)) == Refusal(Reason.WRONG_KIND)
    at_words = done(choose(SURVEY, at_fears(), ("none",)))
    assert choose(SURVEY, at_words, ("n3",)) == Refusal(Reason.WRONG_KIND)


def test_ticks_are_kept_in_the_order_of_the_question_until_confirmed() -> None:
    session = done(mark(SURVEY, at_fears(), "noise", True))
    session = done(mark(SURVEY, session, "theft", True))
    assert session.marked == ("theft", "noise")
    assert session.current == "fears"
    assert done(confirm(SURVEY, session)).trail[-1].codes == ("theft", "noise")


def test_ticking_twice_changes_nothing_and_unticking_takes_away() -> None:
    session = done(mark(SURVEY, at_fears(), "noise", True))
    assert mark(SURVEY, session, "noise", True) == session
    assert done(mark(SURVEY, session, "noise", False)).marked == ()


def test_more_ticks_than_allowed_are_refused() -> None:
    session = replace(at_fears(), marked=("theft", "fraud"))
    assert mark(SURVEY, session, "noise", True) == Refusal(Reason.TOO_MANY)
    assert choose(SURVEY, at_fears(), ("theft", "fraud", "noise")) == Refusal(Reason.TOO_MANY)


def test_none_of_these_takes_the_place_of_the_others_and_gives_way_to_them() -> None:
    session = done(mark(SURVEY, replace(at_fears(), marked=("theft", "fraud")), "none", True))
    assert session.marked == ("none",)
    assert done(mark(SURVEY, session, "theft", True)).marked == ("theft",)
    assert choose(SURVEY, at_fears(), ("theft", "none")) == Refusal(Reason.TOO_MANY)


def test_nothing_ticked_cannot_be_confirmed() -> None:
    assert confirm(SURVEY, at_fears()) == Refusal(Reason.NOTHING_MARKED)


def test_a_branch_passes_questions_over() -> None:
    assert done(choose(SURVEY, at_fears(), ("none",))).current == "words"
    assert done(choose(SURVEY, at_fears(), ("theft",))).current == "place"
    assert done(skip(SURVEY, at_fears())).current == "place"


def test_a_branch_to_the_end_finishes() -> None:
    short = replace(SAFE, branches=(Branch(frozenset({"n3"}), None),))
    survey = replace(SURVEY, questions=(short, WORDS))
    assert done(choose(survey, start(survey), ("n3",))).finished


def test_back_brings_ticks_back() -> None:
    answered = done(choose(SURVEY, at_fears(), ("fraud", "theft")))
    assert done(back(SURVEY, answered)).marked == ("theft", "fraud")


def test_there_is_no_way_back_from_the_first_question() -> None:
    assert back(SURVEY, start(SURVEY)) == Refusal(Reason.FIRST)


@pytest.mark.parametrize(
    ("text", "reason"), [("  \n", Reason.EMPTY), ("一二三四五六七八九十一", Reason.TOO_LONG)]
)
def test_an_empty_or_too_long_text_is_refused(text: str, reason: Reason) -> None:
    at_words = done(choose(SURVEY, at_fears(), ("none",)))
    assert write(SURVEY, at_words, text) == Refusal(reason)


def test_the_last_answer_finishes_and_then_nothing_more_is_taken() -> None:
    at_words = done(choose(SURVEY, at_fears(), ("none",)))
    finished = done(write(SURVEY, at_words, " 很好 "))
    assert finished.finished
    assert finished.trail[-1].text == "很好"
    refused = Refusal(Reason.FINISHED)
    assert choose(SURVEY, finished, ("n3",)) == refused
    assert write(SURVEY, finished, "再说") == refused
    assert skip(SURVEY, finished) == refused
    assert back(SURVEY, finished) == refused
    assert mark(SURVEY, finished, "theft", True) == refused
    assert confirm(SURVEY, finished) == refused
    assert check_press(finished, "words", finished.step) == refused


def test_a_branch_passes_numbers_over_and_leaves_the_total() -> None:
    """It went from 2/4 to 3/3, and back to 2/4: the end moved with every answer."""
    assert count_progress(SURVEY, start(SURVEY)) == (1, 4)
    assert count_progress(SURVEY, at_fears()) == (2, 4)
    at_words = done(choose(SURVEY, at_fears(), ("none",)))
    assert count_progress(SURVEY, at_words) == (4, 4)
    assert count_progress(SURVEY, done(back(SURVEY, at_words))) == (2, 4)
    finished = done(write(SURVEY, at_words, "很好"))
    assert count_progress(SURVEY, finished) == (4, 4)


def test_a_newer_version_keeps_what_still_fits_and_asks_what_is_new() -> None:
    old = done(choose(SURVEY, at_fears(), ("theft",)))
    new_question = question("night", Kind.SCALE, "n3", "n2", "n1")
    newer = replace(SURVEY, version=2, questions=(SAFE, new_question, FEARS, PLACE, WORDS))
    assert not fits(newer, old)
    moved = migrate(newer, old)
    assert (moved.version, moved.current) == (2, "night")
    assert check_press(moved, "place", old.step) == Refusal(Reason.STALE)
    after = done(choose(newer, moved, ("n1",)))
    assert after.current == "place"
    assert [a.question for a in after.trail] == ["safe", "night", "fears"]


def test_a_newer_version_asks_again_where_the_choices_changed() -> None:
    old = done(choose(SURVEY, at_fears(), ("theft",)))
    finer = question("safe", Kind.SCALE, "n5", "n4", "n3", "n2", "n1")
    newer = replace(SURVEY, version=2, questions=(finer, FEARS, PLACE, WORDS))
    assert migrate(newer, old).current == "safe"


def test_a_newer_version_without_the_open_question_goes_on_behind_it() -> None:
    old = done(choose(SURVEY, at_fears(), ("theft",)))
    newer = replace(SURVEY, version=2, questions=(SAFE, FEARS, WORDS))
    assert migrate(newer, old).current == "words"


def test_ticks_survive_a_new_version_while_their_question_is_open() -> None:
    old = replace(at_fears(), marked=("fraud",))
    newer = replace(SURVEY, version=2)
    assert migrate(newer, old).marked == ("fraud",)


def test_a_question_changed_without_a_new_version_is_noticed() -> None:
    changed = replace(SURVEY, questions=(replace(SAFE, choices=SAFE.choices[:2]), FEARS))
    assert fits(SURVEY, at_fears())
    assert not fits(changed, at_fears())
