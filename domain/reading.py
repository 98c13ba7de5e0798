"""What a text says, word by word: which words count, for which topic, how strongly, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.choosing import Found, choose, name_spared
from domain.crime import CrimeWords
from domain.emphasis import ContextReader, Emphasis
from domain.lexicon import Counts, Lexicon, Topic
from domain.pattern import NUMBER, SENTENCE_ENDS, Pattern, match_pattern
from domain.piece import find_pieces
from domain.untaught import untaught_words

OPENING_FACTOR = 1.2
"""A word in the title, or in the first sentence of a text without one, counts this much more."""
REPEAT_FACTOR = 0.9
"""Each further word of one topic counts this much less than the one before."""
OPENING_WORDS = 30
"""The first sentence ends here at the latest."""
FEWEST_WORDS = 10
"""Shorter texts are weighed as if they had so many words."""
DIGITS = frozenset("0123456789")
BRIEF_WORDS = 45
"""A text without a title and with no more words is a brief message."""
LONGEST_WORD = 30
"""A longer one is a quotation that is not read."""
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
    say about as much as forty of a long one; those of the opening and of the ask by its fourth
    root, so that neither is drowned by a long story.
    """

    scale: float = 1.0
    opening_scale: float = 1.0
    brief: bool = False
    english: bool = False
    topics: dict[str, list[tuple[Hit, float]]] = field(default_factory=dict)
    words: dict[str, tuple[Hit, float]] = field(default_factory=dict)
    openings: dict[str, Hit] = field(default_factory=dict)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    pieces: dict[str, tuple[Hit, float]] = field(default_factory=dict)
    crimes: set[str] = field(default_factory=set)
    """Topics of crime that English words tell of: they weigh nothing."""

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

    def count(self, found: Found, hit: Hit, *, opens: bool) -> None:
        """Take in one word or stretch."""
        scale = self.opening_scale if opens or found.asked else self.scale
        share = scale * found.factor
        if found.own:
            self.words[found.name] = hit, share
        for topic, count in found.topics:
            hits = self.topics.setdefault(topic, [])
            hits.append((hit, count * share * REPEAT_FACTOR ** len(hits)))
            if opens and topic not in self.openings:
                self.openings[topic] = hit


class Reader:
    """Knows a lexicon's words by heart; holds nothing of the texts it reads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._topics: dict[str, Counts] = {}
        self._patterns: dict[str, list[tuple[Topic, Pattern, bool]]] = {}
        self._pieces = lexicon.weights.piece
        self._untaught = untaught_words(lexicon)
        self._combining = {topic.id for topic in lexicon.topics if topic.combines}
        for word in (*lexicon.weights.word, *lexicon.weights.brief):
            self._topics[word] = ()
        for topic in lexicon.topics:
            self._learn(topic)
        self._crimes = CrimeWords(lexicon.crimes())
        self._context = ContextReader(lexicon.context, self._with_crimes())

    def _learn(self, topic: Topic) -> None:
        for word, count in topic.words.items():
            self._topics[word] = (*self._topics.get(word, ()), (topic.id, count))
        for patterns, adds in ((topic.patterns, True), (topic.unless, False)):
            for pattern in patterns:
                for word in pattern.steps[0]:
                    self._patterns.setdefault(word, []).append((topic, pattern, adds))

    def _with_crimes(self) -> dict[str, Counts]:
        """The words of topics, and the English ones that tell of a crime: context speaks of both."""
        merged = dict(self._topics)
        for word, topics in self._crimes.topics.items():
            merged[word] = (*merged.get(word, ()), *((topic, 1.0) for topic in topics))
        return merged

    def read(
        self, title: Sequence[str], text: Sequence[str], *, everything: bool = False
    ) -> Reading:
        """Read a title and a text that are cut into words. `everything`: also words that carry no
        weight yet (for learning)."""
        scale = (EVEN_LENGTH / max(len(title) + len(text), FEWEST_WORDS)) ** 0.5
        brief = not title and is_brief(text)
        english = brief and is_english(text)
        reading = Reading(scale, max(scale, scale**0.5) * OPENING_FACTOR, brief, english)
        opening = 0 if title else first_sentence(text)
        self._read_part(title, reading, len(title), in_title=True, everything=everything)
        emphasis = self._read_part(text, reading, opening, in_title=False, everything=everything)
        if brief:
            self._read_pieces(text, reading, emphasis)
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
    ) -> Emphasis | None:
        topics, patterns, seen = self._topics, self._patterns, reading.words
        stretches: list[tuple[int, int, Topic, Pattern, bool]] = []
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
                        stretches.append((place, last, topic, pattern, adds))
            if word not in seen and (word in topics or (everything and word.isalpha())):
                counting.append((place, word))
        starts.append(start)
        emphasis = self._context.read(words)
        found: list[tuple[str, int, int, Counts]] = [
            (word, place, place, topics.get(word, ())) for place, word in counting
        ]
        found += [
            (pattern.source, first, last, ((topic.id, 1.0),))
            for first, last, topic, pattern, adds in stretches
            if adds and pattern.source not in seen
        ]
        spared = name_spared(((s[2].id, s[0], s[1]) for s in stretches if not s[4]), emphasis)
        reading.crimes |= self._crimes.find(words, spared)
        for one in choose(found, spared, words, emphasis):
            hit = Hit(one.name, starts[one.first], starts[one.last + 1], in_title)
            reading.count(one, hit, opens=one.first < opening)
        return emphasis

    def _read_pieces(
        self, words: Sequence[str], reading: Reading, emphasis: Emphasis | None
    ) -> None:
        """Every known piece once, told as the word in which it begins; many share weight out."""
        found: dict[str, tuple[Hit, float]] = {}
        text, start = "".join(words), 0
        for place, word in enumerate(words):
            end = start + len(word)
            factor = 1.0
            if emphasis:
                factor = 0.0 if place in emphasis.unheard else emphasis.factors[place]
            if factor and len(word) <= LONGEST_WORD and word not in self._untaught:
                known = reading.words.get(word)
                hit = known[0] if known else Hit(word, start, end, False)
                for piece in find_pieces(text, start, end):
                    if piece in self._pieces:
                        other = found.get(piece)
                        if other is None or other[1] < factor:
                            found[piece] = hit, factor
            start = end
        share = max(len(found), FEWEST_PIECES) ** -0.5
        reading.pieces = {piece: (hit, share * factor) for piece, (hit, factor) in found.items()}


def is_brief(words: Sequence[str]) -> bool:
    """Blanks do not count: English would be a letter before Chinese."""
    if len(words) > 2 * BRIEF_WORDS:
        return False
    return sum(not word.isspace() for word in words) <= BRIEF_WORDS


def is_english(words: Sequence[str]) -> bool:
    """Of Latin letters alone; a Chinese word among them is what people who live here say."""
    latin = sum(word.isascii() and word.isalpha() for word in words)
    chinese = sum(not word.isascii() and word.isalpha() for word in words)
    return latin > 2 * chinese


def first_sentence(words: Sequence[str]) -> int:
    """How many words the first sentence has; a greeting of a few words is no sentence."""
    for place, word in enumerate(words[:OPENING_WORDS]):
        if word in SENTENCE_ENDS and place > 4:
            return place
    return min(len(words), OPENING_WORDS)
