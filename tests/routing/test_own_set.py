"""The figures on our own messages may rise, never fall: a lower one means that a change did harm.

What is recorded is what docs/routing.md shows, less one text in a hundred.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.commands.areas import OWN_FILES, OWN_SET, judge, judge_tags
from bot.commands.labelled import Letter, read_letters
from content.area import load_lexicon
from domain.area import Area
from domain.measuring import macro_f1, measure_areas
from domain.plain_text import make_plain
from domain.tagging import Tagger
from tests.routing.learn import read_lessons


class Floor(NamedTuple):
    """macro-F1; of what is sure, the share that is right; the share that is sure."""

    macro_f1: float
    right: float
    sure: float


RECORDED = {
    "chat.jsonl": Floor(0.96, 0.98, 0.80),
    "chat_plain_spoken.jsonl": Floor(0.95, 0.96, 0.78),
    "letters.jsonl": Floor(0.96, 0.98, 0.80),
    "chat_unseen.jsonl": Floor(0.92, 0.97, 0.72),
    "chat_fresh.jsonl": Floor(0.93, 0.98, 0.72),
    "chat_english.jsonl": Floor(0.94, 0.97, 0.62),
    "chat_townspeople.jsonl": Floor(0.92, 0.96, 0.70),
    "chat_neighbours.jsonl": Floor(0.93, 0.97, 0.77),
    "chat_many_trades.jsonl": Floor(0.82, 0.95, 0.54),
    # English as foreign residents write it.
    "chat_residents.jsonl": Floor(0.66, 0.95, 0.12),
    "chat_foreigners.jsonl": Floor(0.71, 0.95, 0.14),
    # Initials, slips of the keyboard, emoji and slang, full-width and traditional, dialect, English.
    "chat_as_typed.jsonl": Floor(0.97, 0.98, 0.87),
    "letters_neighbours.jsonl": Floor(0.91, 0.97, 0.76),
    # Of several areas each, so that the ask decides; no letter of this hand is learned from.
    "letters_villagers.jsonl": Floor(0.83, 0.95, 0.54),
}


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    return Tagger(load_lexicon(), tmp_path_factory.mktemp("cache"))


def read(name: str) -> list[Letter]:
    return list(read_letters(OWN_SET / name, labelled=True))


def test_there_are_texts_enough_of_every_area() -> None:
    letters = [letter for name in OWN_FILES for letter in read(name)]
    assert len(letters) >= 400
    assert len({letter.text for letter in letters}) == len(letters)
    assert all(sum(letter.area is area for letter in letters) >= 50 for area in Area)


@pytest.mark.parametrize("name", OWN_FILES)
def test_figures_do_not_fall(tagger: Tagger, name: str) -> None:
    outcomes = judge(tagger, read(name))
    floor = RECORDED[name]
    assert macro_f1(measure_areas(outcomes)) >= floor.macro_f1
    sure = [outcome for outcome in outcomes if outcome.sure]
    assert sum(outcome.right for outcome in sure) >= floor.right * len(sure)
    assert len(sure) >= floor.sure * len(outcomes)


CONTEXTS = "contexts.jsonl"
"""Messages about what is meant, who did it and what is quoted; those whose id begins with "before"
were written before any of the rules."""


def test_context_is_read_as_it_is_meant(tagger: Tagger) -> None:
    letters = read(CONTEXTS)
    assert len(letters) >= 120
    assert sum(str(letter.id).startswith("before") for letter in letters) >= 60
    outcomes = judge(tagger, letters)
    assert macro_f1(measure_areas(outcomes)) >= 0.87
    sure = [outcome for outcome in outcomes if outcome.sure]
    assert sum(outcome.right for outcome in sure) >= 0.94 * len(sure)
    assert len(sure) >= 0.7 * len(outcomes)


TAGS = "tags.jsonl"
"""Messages of the own set with the topics that are meant, by one reader."""


def test_tags_are_those_that_are_meant(tagger: Tagger) -> None:
    letters = read(TAGS)
    topics = {topic.id for topic in load_lexicon().topics if topic.area}
    assert len(letters) >= 150
    assert topics.issuperset(tag for letter in letters for tag in letter.tags or ())
    meant, given, both = judge_tags(tagger, letters)
    assert both >= 0.88 * given
    assert both >= 0.62 * meant


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("身份证丢了怎么补", "theft"),
        ("电动车被偷", "driving"),
        ("我家新买了辆摩托车", "driving"),
        ("地里的麦子都收了", "opinions_ignored"),
        ("老师说得真好", "schools"),
        ("我妈每天睡觉打呼", "discipline"),
        ("警车好帅", "discipline"),
        ("小区门口的烧烤店很好吃", "noise"),
    ],
)
def test_a_word_that_stands_in_any_matter_names_no_tag(
    tagger: Tagger, text: str, wrong: str
) -> None:
    assert wrong not in tagger.route(text).tags


@pytest.mark.parametrize("text", ["小区门口的烧烤店很好吃", "警车好帅", "我妈每天睡觉打呼"])
def test_what_is_no_matter_is_not_sure_of_a_desk(tagger: Tagger, text: str) -> None:
    assert not tagger.route(text).sure


@pytest.mark.parametrize(
    "text",
    [
        "嗯",
        "。。。",
        "😀😀",
        "hm",
        "ok",
        "在吗",
        "好的谢谢",
        "fuck you",
        "asdfgh",
        "11111",
        "哈哈哈",
    ],
)
def test_what_says_nothing_is_never_sure(tagger: Tagger, text: str) -> None:
    assert not tagger.route(text).sure


def test_no_message_of_the_own_set_is_also_learned_from() -> None:
    lessons = (Path(__file__).parents[2] / "content" / "lessons.toml").read_text(encoding="utf-8")
    learned = set(lessons.splitlines())
    learned |= {example for topic in load_lexicon().topics for example in topic.examples}
    same = [
        letter.text
        for name in (*OWN_FILES, CONTEXTS)
        for letter in read(name)
        if letter.text in learned
    ]
    assert not same


SAME_SHARE = 0.5
"""Of the pairs of neighbouring characters (of words, in English) that either text has: so many in both
make one a retelling of the other."""


def test_no_message_of_the_own_set_retells_one_that_is_learned_from() -> None:
    """Whoever mends a lesson's word after reading a frozen message has the answer before the test."""
    lessons = [(lesson.text, _pairs(lesson.text)) for lesson in read_lessons(load_lexicon())]
    holding: dict[object, list[int]] = {}
    for place, (_, pairs) in enumerate(lessons):
        for pair in pairs:
            holding.setdefault(pair, []).append(place)
    retold = []
    for letter in (one for name in (*OWN_FILES, CONTEXTS) for one in read(name)):
        pairs = _pairs(letter.text)
        shared = Counter(place for pair in pairs for place in holding.get(pair, ()))
        for place, number in shared.items():
            lesson, other = lessons[place]
            if len(pairs) >= 4 and number >= SAME_SHARE * len(pairs | other):
                retold.append((letter.text, lesson))
    assert not retold


def _pairs(text: str) -> frozenset[object]:
    plain = "".join(one for one in make_plain(text).text if one.isalnum() or one == " ")
    row: Sequence[str] = plain.split() if plain.isascii() else plain.replace(" ", "")
    return frozenset(pairwise(row))
