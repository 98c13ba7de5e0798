"""What a text says, word by word: which words count, for which topic, how strongly, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from string import ascii_letters, whitespace
from typing import NamedTuple

from domain.lexicon import NUMBER, Lexicon, Pattern, Topic
from domain.pattern import SENTENCE_ENDS, match_pattern

OPENING_FACTOR = 1.2
"""A word in the title, or in the first sentence of a text without one, counts this much more."""
CLOSING_FACTOR = 1.1
"""So much more does a word count that first appears in the last sentence: the ask at the end."""
REPEAT_FACTOR = 0.9
"""Each further word of one topic counts this much less than the one before."""
OPENING_WORDS = 30
"""The first sentence ends here at the latest; the last one begins as far from the end."""
FEWEST_WORDS = 10
"""Shorter texts are weighed as if they had so many words."""
DIGITS = frozenset("0123456789")
BRIEF_WORDS = 45
"""A text without a title and with no more words is a brief message."""
LONGEST_PIECE = 2
"""Characters of the longest piece of a brief message."""
LATIN = frozenset(ascii_letters)
LATIN_OR_BLANK = LATIN | frozenset(whitespace)
STEM = 5
"""So many letters of a Latin word are a piece: "report", "reports" and "reported" share it."""
SHORTEST_STEM = 3
FEWEST_PIECES = 6
"""Messages of fewer known pieces are weighed as if they had so many."""
EVEN_LENGTH = 20
"""The number of words at which a word counts fully; longer texts share the same weight out."""


class Hit(NamedTuple):
    """A word (or the stretch of a pattern) that counts, with its places in the plain text."""

    word: str
    start: int
    end: int
    in_title: bool


@dataclass(slots=True)
class Reading:
    """Everything that counts in one text, each with how much.

    Words share weight out by the square root of their number, so that ten words of a short text
    say about as much as forty of a long one; those of the opening by its fourth root, so that a
    title is not drowned by a long story.
    """

    scale: float = 1.0
    opening_scale: float = 1.0
    brief: bool = False
    topics: dict[str, list[tuple[Hit, float]]] = field(default_factory=dict)
    words: dict[str, tuple[Hit, float]] = field(default_factory=dict)
    openings: dict[str, Hit] = field(default_factory=dict)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    pieces: dict[str, tuple[Hit, float]] = field(default_factory=dict)

    def features(self) -> Iterator[tuple[tuple[str, ...], float]]:
        """What is weighed, as (kind and name, how much): the same at learning and at routing.
        Pieces are left out, as they are learned by themselves."""
        for topic, hits in self.topics.items():
            yield ("topic", topic), sum(share for _, share in hits)
        for word, (_, share) in self.words.items():
            yield ("word", word), share
            if self.brief:
                yield ("brief", word), share
        for topic in self.openings:
            yield ("opening", topic), self.opening_scale
        for first, second in self.pairs:
            yield ("pair", first, second), self.scale


class Reader:
    """Knows a lexicon's words by heart; holds nothing of the texts it reads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._topics: dict[str, tuple[tuple[str, float], ...]] = {}
        self._patterns: dict[str, list[tuple[Topic, Pattern, bool]]] = {}
        self._pieces = lexicon.weights.piece
        self._combining = {topic.id for topic in lexicon.topics if topic.combines}
        for word in (*lexicon.weights.word, *lexicon.weights.brief):
            self._topics[word] = ()
        for topic in lexicon.topics:
            self._learn(topic)

    def _learn(self, topic: Topic) -> None:
        for word, count in topic.words.items():
            self._topics[word] = (*self._topics.get(word, ()), (topic.id, count))
        for patterns, adds in ((topic.patterns, True), (topic.unless, False)):
            for pattern in patterns:
                for word in pattern.steps[0]:
                    self._patterns.setdefault(word, []).append((topic, pattern, adds))

    def read(
        self, title: Sequence[str], text: Sequence[str], *, everything: bool = False
    ) -> Reading:
        """Read a title and a text that are cut into words. `everything`: also words that carry no
        weight yet (for learning)."""
        scale = (EVEN_LENGTH / max(len(title) + len(text), FEWEST_WORDS)) ** 0.5
        brief = not title and is_brief(text)
        reading = Reading(scale, max(scale, scale**0.5) * OPENING_FACTOR, brief)
        opening = 0 if title else first_sentence(text)
        self._read_part(title, reading, len(title), in_title=True, everything=everything)
        self._read_part(text, reading, opening, in_title=False, everything=everything)
        if brief:
            self._read_pieces(text, reading)
        combining = sorted(self._combining.intersection(reading.topics))
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
        opening: int,
        *,
        in_title: bool,
        everything: bool,
    ) -> None:
        topics, patterns, seen = self._topics, self._patterns, reading.words
        closing = len(words) - OPENING_WORDS if len(words) > 3 * OPENING_WORDS else len(words)
        found: list[tuple[int, int, Topic, Pattern, bool]] = []
        starts: list[int] = []
        counting: list[tuple[int, str]] = []
        start = 0
        for place, word in enumerate(words):
            starts.append(start)
            start += len(word)
            begun = patterns.get(word)
            if begun is None and word[0] in DIGITS and word.isdigit():
                begun = patterns.get(NUMBER)
            if begun:
                for topic, pattern, adds in begun:
                    last = match_pattern(pattern, words, place)
                    if last is not None:
                        found.append((place, last, topic, pattern, adds))
            if word not in seen and (word in topics or (everything and word.isalpha())):
                counting.append((place, word))
        starts.append(start)
        spared = {
            (topic.id, place)
            for first, last, topic, _, adds in found
            if not adds
            for place in range(first, last + 1)
        }
        for place, word in counting:
            if word in seen:
                continue
            known = topics.get(word, ())
            if spared and known:
                known = tuple(entry for entry in known if (entry[0], place) not in spared)
                if not known:
                    continue
            hit = Hit(word, starts[place], starts[place + 1], in_title)
            _count(reading, hit, known, place < opening, place >= closing)
        for first, last, topic, pattern, adds in found:
            if adds and pattern.source not in seen and (topic.id, first) not in spared:
                hit = Hit(pattern.source, starts[first], starts[last + 1], in_title)
                _count(reading, hit, ((topic.id, 1.0),), first < opening, first >= closing)

    def _read_pieces(self, words: Sequence[str], reading: Reading) -> None:
        """Every known piece once, told as the word in which it begins; many share weight out."""
        found: dict[str, Hit] = {}
        text, start = "".join(words), 0
        for word in words:
            end = start + len(word)
            known = reading.words.get(word)
            hit = known[0] if known else Hit(word, start, end, False)
            for piece in find_pieces(text, start, end):
                if piece in self._pieces:
                    found.setdefault(piece, hit)
            start = end
        share = max(len(found), FEWEST_PIECES) ** -0.5
        reading.pieces = {piece: (hit, share) for piece, hit in found.items()}


def find_pieces(text: str, start: int, end: int) -> Iterator[str]:
    """The pieces of a plain text that begin between two places. Blanks are in none; of a word in
    Latin letters its beginning is the only one."""
    for place in range(start, end):
        if text[place] in LATIN:
            if place == 0 or text[place - 1] not in LATIN:
                stem = text[place : place + STEM]
                letters = next((n for n, one in enumerate(stem) if one not in LATIN), len(stem))
                if letters >= SHORTEST_STEM:
                    yield stem[:letters]
            continue
        for length in range(1, LONGEST_PIECE + 1):
            piece = text[place : place + length]
            if len(piece) == length and not LATIN_OR_BLANK.intersection(piece):
                yield piece


def _count(
    reading: Reading,
    hit: Hit,
    topics: tuple[tuple[str, float], ...],
    opens: bool,
    closes: bool,
) -> None:
    share = reading.opening_scale if opens else reading.scale
    if closes:
        share *= CLOSING_FACTOR
    reading.words[hit.word] = hit, share
    for topic, count in topics:
        hits = reading.topics.setdefault(topic, [])
        hits.append((hit, count * share * REPEAT_FACTOR ** len(hits)))
        if opens and topic not in reading.openings:
            reading.openings[topic] = hit


def is_brief(words: Sequence[str]) -> bool:
    """Blanks do not count: English would be a letter before Chinese."""
    if len(words) > 2 * BRIEF_WORDS:
        return False
    return sum(not word.isspace() for word in words) <= BRIEF_WORDS


def first_sentence(words: Sequence[str]) -> int:
    """How many words the first sentence has; a greeting of a few words is no sentence."""
    for place, word in enumerate(words[:OPENING_WORDS]):
        if word in SENTENCE_ENDS and place > 4:
            return place
    return min(len(words), OPENING_WORDS)
