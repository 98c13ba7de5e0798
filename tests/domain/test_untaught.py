"""A clerk's word works at once: nobody has to learn the weights anew."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from content.area import load_lexicon
from content.weights import format_weights, load_weights
from domain.area import Area
from domain.lexicon import Lexicon, Topic, Weights
from domain.tagging import Tagger
from domain.untaught import as_taught, settle

LEXICON = load_lexicon()
OWN = Path(__file__).parents[1] / "routing" / "chat.jsonl"
PLAIN = (
    "呱呱叽",
    "呱呱叽太多了",
    "我要举报呱呱叽",
    "投诉呱呱叽",
    "能不能管管呱呱叽",
    "你好,我想反映一下呱呱叽的问题",
)
"""Sentences that say hardly more than the new word; what else they say leans here and there."""


def with_topic(area: Area, weight: float = 1.0) -> Lexicon:
    topic = Topic("new", "新", "New", area, weight, {"呱呱叽": 1.0})
    return replace(
        LEXICON,
        topics=(*LEXICON.topics, topic),
        titles={**LEXICON.titles, "new": ("新", "New")},
    )


def with_word(topic: str, word: str = "呱呱叽") -> Lexicon:
    topics = tuple(
        replace(one, words={**one.words, word: 1.0}) if one.id == topic else one
        for one in LEXICON.topics
    )
    return replace(LEXICON, topics=topics)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def before(cache: Path) -> Tagger:
    return Tagger(LEXICON, cache)


@pytest.mark.parametrize("area", [Area.CONDUCT, Area.PREVENTION, Area.OTHER])
def test_a_new_topic_is_routed_to_and_sure(cache: Path, area: Area) -> None:
    tagger = Tagger(with_topic(area), cache)
    routings = [tagger.route(text) for text in PLAIN]
    assert sum(routing.area is area for routing in routings) >= 4
    assert sum(routing.sure for routing in routings if routing.area is area) >= 3
    assert all("new" in routing.tags for routing in routings)


@pytest.mark.parametrize("topic", ["attitude", "gambling", "schools"])
def test_a_new_word_of_a_learned_topic_is_routed_to_and_sure(cache: Path, topic: str) -> None:
    tagger = Tagger(with_word(topic), cache)
    area = next(one.area for one in LEXICON.topics if one.id == topic)
    routings = [tagger.route(text) for text in PLAIN]
    assert sum(routing.area is area for routing in routings) >= 4
    assert sum(routing.sure for routing in routings if routing.area is area) >= 3


def test_a_heavier_topic_wins_where_other_words_speak_too(cache: Path) -> None:
    text = "小区有人玩呱呱叽"
    assert Tagger(with_topic(Area.CONDUCT), cache).route(text).area is Area.PREVENTION
    routing = Tagger(with_topic(Area.CONDUCT, 3.0), cache).route(text)
    assert (routing.area, routing.sure) == (Area.CONDUCT, True)


def test_what_does_not_hold_the_word_is_routed_as_before(before: Tagger, cache: Path) -> None:
    after = Tagger(with_topic(Area.CONDUCT), cache)
    for line in OWN.read_text(encoding="utf-8").splitlines()[::6]:
        text = json.loads(line)["text"]
        assert after.route(text) == before.route(text)


def test_a_word_of_one_area_makes_no_other_area_sure(before: Tagger, cache: Path) -> None:
    """The word of a conduct topic once lifted the bar for prevention, which 小区 leans to."""
    text = "小区有人玩呱呱叽"
    assert not before.route(text).sure
    routing = Tagger(with_word("attitude"), cache).route(text)
    assert routing.area is not Area.PREVENTION or not routing.sure


def test_a_new_pattern_weighs_too() -> None:
    first = next(one for one in LEXICON.topics if one.patterns and one.area)
    without = {**LEXICON.weights.taught, first.id: frozenset(first.words)}
    brief = settle(
        replace(LEXICON, weights=replace(LEXICON.weights, taught=without))
    ).weights.brief[first.patterns[0].source]
    assert brief[list(Area).index(first.area or Area.OTHER)] == max(brief)


def test_without_learned_weights_topics_count_as_their_file_says() -> None:
    settled = settle(replace(LEXICON, weights=Weights()))
    assert settled.weights.topic["theft"] == (0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert not settled.weights.brief


def test_learned_weights_know_what_they_were_learned_with(tmp_path: Path) -> None:
    weights, calibration = load_weights(Path("content/weights.toml"))
    assert "被偷" in weights.taught["theft"]
    path = tmp_path / "weights.toml"
    path.write_text(format_weights(weights, calibration), encoding="utf-8")
    assert load_weights(path) == (weights, calibration)
    assert as_taught("不|没 … 处理") == "不|没…处理"
