"""Which words tell of a crime."""

import json
from pathlib import Path

import pytest

from content.area import load_lexicon
from domain.crime import CrimeWords, find_crimes
from domain.tagging import Tagger

LEXICON = load_lexicon()
CRIMES = {"theft": frozenset({"stolen", "theft"}), "fraud": frozenset({"scam"})}
WORDS = CrimeWords(CRIMES)


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    return Tagger(LEXICON, tmp_path_factory.mktemp("cache"))


def test_a_tag_tells_of_a_crime() -> None:
    assert find_crimes(CRIMES, ("driving", "theft"), ()) == ("theft",)


def test_english_words_do_where_no_tag_does(tagger: Tagger) -> None:
    told = tagger.route("My motorbike was STOLEN last night").crimes
    assert find_crimes(CRIMES, (), told) == ("theft",)


def test_a_word_within_another_is_none() -> None:
    assert WORDS.find(["a", " ", "scampering", " ", "dog"], ()) == set()
    assert WORDS.find(["anti-theft", " ", "app"], ()) == set()


def test_a_word_run_together_with_the_next_sentence_is_one() -> None:
    assert WORDS.find(["stolen.please"], ()) == {"theft"}


def test_a_word_that_the_context_sets_aside_tells_nothing_there() -> None:
    words = ["no", " ", "scam", " ", "scam"]
    assert WORDS.find(words[:3], {("fraud", 2)}) == set()
    assert WORDS.find(words, {("fraud", 2)}) == {"fraud"}


def test_what_is_no_crime_is_none(tagger: Tagger) -> None:
    assert find_crimes(CRIMES, ("windows",), tagger.route("窗口排队三个小时").crimes) == ()


def test_the_topics_of_crime_are_marked() -> None:
    crimes = LEXICON.crimes()
    assert {"theft", "robbery", "fraud", "violence", "gambling", "drugs", "victim"} <= crimes.keys()
    assert crimes.keys().isdisjoint(("windows", "noise", "attitude", "praise", "parking"))


@pytest.mark.parametrize(
    "text",
    [
        "I want to know how to join a burglary prevention class",
        "no burglary here lately, thank you",
        "There has been no theft since the patrols began.",
        "My phone wasn't stolen, I found it at home. How do I get a new ID card?",
        "My wallet was not stolen. I lost it on the bus",
        "Where can I sign up for the scam awareness lecture?",
        "Please hold a class about fraud for old people in our village",
        "How can my parents avoid scams?",
        "Do you have an anti-fraud app in English?",
        "Thank you for catching the thief, the street is quiet now",
        "Thanks to officer Li who returned my stolen bike",
    ],
)
def test_english_words_that_tell_of_no_crime_here_are_read_so(tagger: Tagger, text: str) -> None:
    """Whoever asked for a class against burglary was told that this is no crime report."""
    assert not tagger.route(text).crimes


@pytest.mark.parametrize(
    "text",
    [
        "my flat was burgled last night",
        "My bike was stolen and no one answers the phone",
        "No reply for two months since my e-bike was stolen",
        "You did nothing to prevent the theft of my bike",
        "I have never been so angry. Somebody stole my wallet in the market",
        "I was not at home, burglars broke the window",
        "It is not the noise, we were robbed at the gate",
        "Why was it not recorded as theft?",
        "Thanks for nothing, the thief is still around",
        "Thank you, but the thieves came back",
        "There was no burglary last year. Now we have had three burglaries",
        "a theft in our class, two phones are gone",
        "I was scammed out of 3000 yuan, no refund",
        "The prevention class is over and my scooter was stolen outside",
        "stolen.please help",
    ],
)
def test_a_crime_told_in_english_is_heard(tagger: Tagger, text: str) -> None:
    assert tagger.route(text).crimes


def test_every_crime_is_read_in_its_context() -> None:
    rules = [one for one in LEXICON.context.asides if one.id.endswith("_in_english")]
    assert len(rules) == 3
    assert all(rule.topics == LEXICON.crimes().keys() for rule in rules)


ENGLISH = ("chat_english.jsonl", "chat_residents.jsonl", "chat_foreigners.jsonl")


def test_context_takes_few_crimes_from_those_who_tell_of_one(tagger: Tagger) -> None:
    """Of the frozen English messages with a word of crime."""
    own = Path(__file__).parents[1] / "routing"
    texts = [
        json.loads(line)["text"]
        for name in ENGLISH
        for line in (own / name).read_text(encoding="utf-8").splitlines()
    ]
    words = CrimeWords(LEXICON.crimes())
    holding = [text for text in texts if words.find(tagger.cut(text.lower()), ())]
    told = [text for text in holding if tagger.route(text).crimes]
    assert len(holding) >= 20
    assert len(told) >= 0.9 * len(holding)
