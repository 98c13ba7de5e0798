"""Loads content/areas/ and content/weights.toml into the lexicon of routing."""

import re
from collections.abc import Collection
from pathlib import Path

from pydantic import Field

from content.context import ContextShape, make_context
from content.loader import ROOT, Bilingual, ContentError, Shape, files, load
from content.spelling import load_spelling
from content.weights import load_weights
from domain.area import Area
from domain.context import Context
from domain.lexicon import Lexicon, Topic, Weights
from domain.pattern import Pattern, read_pattern
from domain.plain_text import make_plain

NO_BLANK = re.compile("[,,、;;]")
"""What people put between words, which the next word would be taken with."""


class _Topic(Shape):
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Bilingual
    weight: float = Field(1.0, gt=0, le=10)
    words: str = ""
    near_misses: str = Field("", alias="not")
    weak: str = ""
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    combines: bool = False
    examples: tuple[str, ...] = ()
    misleading: tuple[str, ...] = ()
    crime: str = ""


class _AreaFile(Shape):
    area: Area
    title: Bilingual
    topic: list[_Topic]


class _CueFile(ContextShape):
    cue: list[_Topic]


def load_lexicon(root: Path = ROOT) -> Lexicon:
    """Everything the tagger needs. Raises ContentError with file, key and reason."""
    shapes: list[tuple[Path, Area | None, _Topic]] = []
    context: tuple[Path, ContextShape] | None = None
    for path in files("areas", root):
        if path.stem == "aliases":
            continue
        if path.stem == "context":
            cues = load(path, _CueFile)
            context = path, cues
            shapes += [(path, None, cue) for cue in cues.cue]
        else:
            shape = load(path, _AreaFile)
            shapes += [(path, shape.area, topic) for topic in shape.topic]
    topics = _make_topics(shapes)
    titles = {topic.id: (topic.zh, topic.en) for topic in topics}
    if missing := set(Area) - {area for _, area, _ in shapes}:
        raise ContentError(root / "areas", min(missing), "no file is about this area")
    weights, calibration = load_weights(root / "weights.toml")
    _check_names(root / "weights.toml", weights, titles.keys())
    rules = make_context(*context, topics) if context else Context()
    return Lexicon(tuple(topics), titles, weights, calibration, rules, load_spelling(root))


def _check_names(path: Path, weights: Weights, topics: Collection[str]) -> None:
    """A name that no topic has weighs nothing, and its topic has lost its weights."""
    named = [("topic", weights.topic), ("opening", weights.opening)]
    for kind, vectors in named:
        for name in vectors.keys() - set(topics):
            raise ContentError(path, f"{kind}.{name}", f"there is no topic {name!r}")
    for pair in weights.pair:
        for name in set(pair) - set(topics):
            raise ContentError(path, f"pair.{'+'.join(pair)}", f"there is no topic {name!r}")


def _make_topics(shapes: list[tuple[Path, Area | None, _Topic]]) -> list[Topic]:
    words: dict[str, dict[str, float]] = {}
    for path, _, shape in shapes:
        if shape.id in words:
            raise ContentError(path, f"{shape.id}.id", "another topic has this id")
        words[shape.id] = _read_words(path, shape)
    topics = []
    for path, area, shape in shapes:
        topics.append(
            Topic(
                shape.id,
                shape.title.zh,
                shape.title.en,
                area,
                shape.weight,
                words[shape.id],
                frozenset(make_plain(shape.near_misses).text.split()),
                _read_patterns(path, shape.id, "patterns", shape.patterns, words),
                _read_patterns(path, shape.id, "unless", shape.unless, words),
                shape.combines,
                _read_weak(path, shape, words[shape.id]),
                shape.examples,
                shape.misleading,
                _read_crime(path, area, shape),
            )
        )
    return topics


def _read_words(path: Path, shape: _Topic) -> dict[str, float]:
    """`word` counts once, `word=2` twice."""
    words: dict[str, float] = {}
    for entry in make_plain(shape.words).text.split():
        word, _, count = entry.partition("=")
        key = f"{shape.id}.words.{word}"
        if not word:
            raise ContentError(path, key, f"{entry!r} names no word")
        if mark := NO_BLANK.search(word):
            raise ContentError(path, key, f"put blanks between words, not {mark[0]!r}")
        if word in words:
            raise ContentError(path, key, "the word stands twice")
        try:
            words[word] = float(count) if count else 1.0
        except ValueError:
            raise ContentError(path, key, f"{count!r} is no number") from None
        if not 0 < words[word] <= 10:
            raise ContentError(path, key, "a word counts more than 0 and at most 10 times")
    if both := words.keys() & set(make_plain(shape.near_misses).text.split()):
        word = min(both)
        raise ContentError(path, f"{shape.id}.not.{word}", "the word is also one of the topic's")
    return words


def _read_weak(path: Path, shape: _Topic, words: Collection[str]) -> frozenset[str]:
    weak = frozenset(make_plain(shape.weak).text.split())
    for word in sorted(weak.difference(words)):
        raise ContentError(path, f"{shape.id}.weak.{word}", "the word is none of the topic's words")
    return weak


def _read_crime(path: Path, area: Area | None, shape: _Topic) -> frozenset[str]:
    """English words, in small letters, that tell of the crime which the topic is."""
    words = shape.crime.split()
    if words and area is None:
        raise ContentError(path, f"{shape.id}.crime", "a cue is no crime")
    for word in words:
        if not (word.isascii() and word.isalpha() and word.islower()):
            raise ContentError(
                path, f"{shape.id}.crime.{word}", "one English word in small letters"
            )
    return frozenset(words)


def _read_patterns(
    path: Path,
    topic: str,
    key: str,
    sources: tuple[str, ...],
    words: dict[str, dict[str, float]],
) -> tuple[Pattern, ...]:
    def find(name: str) -> frozenset[str]:
        if name not in words:
            raise ValueError(f"there is no topic {name!r}")
        return frozenset(words[name])

    patterns = []
    for source in sources:
        try:
            if "..." in source:
                raise ValueError("write … for words between, not three full stops")
            patterns.append(read_pattern(make_plain(source).text, find))
        except ValueError as error:
            raise ContentError(path, f"{topic}.{key}", f"{source!r}: {error}") from None
    return tuple(patterns)
