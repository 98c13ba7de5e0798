"""Stop words: heard however they are typed, and only when nothing else is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.stopwords import load_stop_words
from domain.stopwords import KINDS, find_stop

WORDS = load_stop_words()


@pytest.mark.parametrize(
    "text", ["退订", "退订。", " TD ", "td", "TD", "T", "Stop!", "un-subscribe"]
)
def test_a_stop_word_stops_everything_however_it_is_typed(text: str) -> None:
    assert find_stop(WORDS, text) == KINDS


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("退订进展", ("notices",)),
        ("stop surveys", ("surveys",)),
        ("退订发布", ("broadcasts",)),
    ],
)
def test_one_kind_can_be_stopped_alone(text: str, kinds: tuple[str, ...]) -> None:
    assert find_stop(WORDS, text) == kinds


@pytest.mark.parametrize(
    "text", ["", "。", "我想退订的报纸被人偷了", "they did not stop the car", "TT"]
)
def test_a_sentence_that_holds_a_stop_word_is_a_sentence(text: str) -> None:
    assert find_stop(WORDS, text) == ()


@given(st.sampled_from(sorted(WORDS.everything)), st.text("  。!!.…\u200b\u202e", max_size=4))
def test_marks_around_a_word_change_nothing(word: str, marks: str) -> None:
    assert find_stop(WORDS, marks + word.lower() + marks) == KINDS
