"""Which words tell of a crime."""

from content.area import load_lexicon
from domain.crime import find_crimes

CRIMES = {"theft": frozenset({"stolen"}), "fraud": frozenset({"scam"})}


def test_a_tag_tells_of_a_crime() -> None:
    assert find_crimes(CRIMES, ("driving", "theft"), "摩托车又被偷了") == ("theft",)


def test_english_words_do_where_no_tag_does() -> None:
    assert find_crimes(CRIMES, (), "My motorbike was STOLEN last night") == ("theft",)


def test_a_word_within_another_is_none() -> None:
    assert find_crimes(CRIMES, (), "a scampering dog") == ()


def test_what_is_no_crime_is_none() -> None:
    assert find_crimes(CRIMES, ("windows",), "窗口排队三个小时") == ()


def test_the_topics_of_crime_are_marked() -> None:
    crimes = load_lexicon().crimes()
    assert {"theft", "robbery", "fraud", "violence", "gambling", "drugs", "victim"} <= crimes.keys()
    assert crimes.keys().isdisjoint(("windows", "noise", "attitude", "praise", "parking"))
