"""Typed answers: understood when certain, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.survey import Choice, Kind, Question, Wording
from domain.survey_words import read_typed

STEPS = (
    ("n5", "很安全", "Very safe"),
    ("n4", "安全", "Safe"),
    ("n3", "基本安全", "Fairly safe"),
    ("n2", "不太安全", "Not very safe"),
    ("n1", "不安全", "Not safe"),
)
CHOICES = tuple(Choice(code, Wording(zh, en)) for code, zh, en in STEPS)
ONE = Question("safe", Kind.SCALE, Wording("问", "ask"), CHOICES)
MANY = Question("many", Kind.SEVERAL, Wording("问", "ask"), CHOICES, most=3)
FREE = Question("free", Kind.TEXT, Wording("问", "ask"), limit=100)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1", "n5"),
        ("5", "n1"),
        (" 2。", "n4"),
        ("\uff13", "n3"),
        ("③", "n3"),
        ("(4)", "n2"),
        ("四", "n2"),
        ("不太安全", "n2"),
        ("安全吧", "n4"),
        ("“很安全”", "n5"),
        ("Not safe.", "n1"),
        ("not  VERY safe", "n2"),
        ("\u200b安全\u200f", "n4"),
    ],
)
def test_a_number_or_the_words_of_a_choice_answer(text: str, code: str) -> None:
    assert read_typed(ONE, text) == (code,)


@pytest.mark.parametrize(
    "text", ["", "0", "6", "12", "还行", "安全和不安全", "12345678", "-1", "1 2", "1/2"]
)
def test_what_is_not_certain_is_no_answer(text: str) -> None:
    assert read_typed(ONE, text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "1,3",
        "1、3",
        "1 3",
        "13",
        "\uff11\uff0c\uff13",
        "一和三",
        "很安全,基本安全",
        "Very safe and 3",
        "3 1 1",
    ],
)
def test_several_may_be_typed_in_many_ways(text: str) -> None:
    assert set(read_typed(MANY, text)) == {"n5", "n3"}


@pytest.mark.parametrize("text", ["1,9", "安全,大概", ",", "1到3"])
def test_several_are_not_taken_in_part(text: str) -> None:
    assert read_typed(MANY, text) == ()


def test_own_words_are_not_read_as_choices() -> None:
    assert read_typed(FREE, "1") == ()


@given(st.text())
def test_whatever_is_typed_gives_known_codes_or_none(text: str) -> None:
    known = {choice.code for choice in CHOICES}
    assert set(read_typed(ONE, text)) <= known
    assert set(read_typed(MANY, text)) <= known
