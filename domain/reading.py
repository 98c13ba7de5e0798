"""What a text says, word by word: which words count, for which topic, how strongly, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.lexicon import Lexicon, Pattern, Topic
from domain.pattern import SENTENCE_ENDS, match_pattern

OPENING_FACTOR = 1.5
"""A word in the title, or in the first sentence of a text without one, counts this much more."""
REPEAT_FACTOR = 0.9
"""Each further word of one topic counts this much less than the one before."""
OPENING_WORDS = 30
"""The first sentence ends here at the latest."""
FEWEST_WORDS = 10
"""Shorter texts are weighed as if they had so many words."""
EVEN_LENGTH = 25
"""The number of words at which a word counts fully; longer texts share the same weight out."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A word (or the stretch of a pattern) that counts, with its places in the plain text."""

    word: str
    start: int
    end: int
    opening: bool
    in_title: bool


@dataclass(slots=True)
class Reading:
    """Everything that counts in one text; `scale` evens out short and long texts."""

    scale: float = 1.0
    topics: dict[str, list[tuple[Hit, float]]] = field(default_factory=dict)
    words: dict[str, Hit] = field(default_factory=dict)
    openings: dict[str, Hit] = field(default_factory=dict)
    pairs: list[tuple[str, str]] = field(default_factory=list)

    def features(self) -> Iterator[tuple[tuple[str, ...], float]]:
        """What is weighed, as (kind and name, how much): the same at learning and at routing."""
        for topic, hits in self.topics.items():
            yield ("topic", topic), self.scale * sum(share for _, share in hits)
        for word, hit in self.words.items():
            yield ("word", word), self.scale * (OPENING_FACTOR if hit.opening else 1.0)
        for topic in self.openings:
            yield ("opening", topic), self.scale
        for first, second in self.pairs:
            yield ("pair", first, second), self.scale


class Reader:
    """Knows a lexicon's words by heart; holds nothing of the texts it reads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._topics: dict[str, tuple[tuple[str, float], ...]] = {}
        self._patterns: dict[str, list[tuple[Topic, Pattern, bool]]] = {}
        self._combining = {topic.id for topic in lexicon.topics if topic.combines}
        self._counting = set(lexicon.weights.word)
        for topic in lexicon.topics:
            self._learn(topic)

    def _learn(self, topic: Topic) -> None:
        for word, count in topic.words.items():
            self._topics[word] = (*self._topics.get(word, ()), (topic.id, count))
            self._counting.add(word)
        for pattern, adds in (
            *((pattern, True) for pattern in topic.patterns),
            *((pattern, False) for pattern in topic.unless),
        ):
            for word in pattern.steps[0]:
                self._patterns.setdefault(word, []).append((topic, pattern, adds))

    def read(
        self, title: Sequence[str], text: Sequence[str], *, everything: bool = False
    ) -> Reading:
        """Read a title and a text that are cut into words. `everything`: also words that carry no
        weight yet (for learning)."""
        total = max(len(title) + len(text), FEWEST_WORDS)
        reading = Reading(scale=(EVEN_LENGTH / total) ** 0.5)
        opening = 0 if title else _first_sentence(text)
        self._read_part(title, reading, len(title), in_title=True, everything=everything)
        self._read_part(text, reading, opening, in_title=False, everything=everything)
        combining = sorted(topic for topic in reading.topics if topic in self._combining)
        reading.pairs = [
            (first, second)
            for place, first in enumerate(combining)
            for second in combining[place + 1 :]
        ]
        return reading

    def _read_part(
        self,
        words: Sequence[str],
        reading: Reading,
        opening_words: int,
        *,
        in_title: bool,
        everything: bool,
    ) -> None:
        start = 0
        starts = []
        for word in words:
            starts.append(start)
            start += len(word)
        matches = self._find_patterns(words)
        spared = {(topic.id, place) for topic, _, first, last, adds in matches if not adds
                  for place in range(first, last + 1)}  # fmt: skip
        counting, topics = self._counting, self._topics
        for place, word in enumerate(words):
            if word not in counting and not (everything and word.isalpha()):
                continue
            hit = Hit(word, starts[place], starts[place] + len(word),
                      place < opening_words, in_title)  # fmt: skip
            known = topics.get(word, ())
            if spared and known:
                known = tuple(entry for entry in known if (entry[0], place) not in spared)
                if not known:
                    continue
            _count(reading, word, hit, known)
        for topic, pattern, first, last, adds in matches:
            if adds and (topic.id, first) not in spared:
                end = starts[last] + len(words[last])
                hit = Hit(pattern.source, starts[first], end, first < opening_words, in_title)
                _count(reading, pattern.source, hit, ((topic.id, 1.0),))

    def _find_patterns(self, words: Sequence[str]) -> list[tuple[Topic, Pattern, int, int, bool]]:
        patterns = self._patterns
        found = []
        for place, word in enumerate(words):
            begun = patterns.get("#" if word.isdigit() else word)
            if begun:
                for topic, pattern, adds in begun:
                    last = match_pattern(pattern, words, place)
                    if last is not None:
                        found.append((topic, pattern, place, last, adds))
        return found


def _count(reading: Reading, word: str, hit: Hit, topics: tuple[tuple[str, float], ...]) -> None:
    if (before := reading.words.get(word)) is not None and (before.opening or not hit.opening):
        return
    if before is None:
        reading.words[word] = hit
        factor = OPENING_FACTOR if hit.opening else 1.0
        for topic, count in topics:
            hits = reading.topics.setdefault(topic, [])
            hits.append((hit, count * factor * REPEAT_FACTOR ** len(hits)))
    if hit.opening:
        for topic, _ in topics:
            reading.openings.setdefault(topic, hit)


def _first_sentence(words: Sequence[str]) -> int:
    for place, word in enumerate(words[:OPENING_WORDS]):
        if word in SENTENCE_ENDS and place > 4:
            return place
    return min(len(words), OPENING_WORDS)
