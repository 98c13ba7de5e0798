"""The figures on our own messages may rise, never fall: a lower one means that a change did harm.

What is recorded is what docs/routing.md shows, less one text in a hundred.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from bot.commands.areas import OWN_FILES, OWN_SET, judge
from bot.commands.labelled import Letter, read_letters
from content.area import load_lexicon
from domain.area import Area
from domain.measuring import macro_f1, measure_areas
from domain.tagging import Tagger


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
    # English as foreign residents write it, of matters that no lesson speaks of.
    "chat_residents.jsonl": Floor(0.42, 0.75, 0.15),
    # Initials, slips of the keyboard, emoji and slang, full-width and traditional, dialect, English.
    "chat_as_typed.jsonl": Floor(0.97, 0.98, 0.87),
    "letters_neighbours.jsonl": Floor(0.89, 0.95, 0.68),
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
