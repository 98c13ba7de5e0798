"""The words of routing as content/areas holds them: topics, cues, patterns and their weights."""

from dataclasses import dataclass, field
from typing import TypeAlias

from domain.area import Area
from domain.context import Context
from domain.crime import Crimes
from domain.pattern import NUMBER, Pattern
from domain.routing import Line
from domain.spelling import Spelling

Vector: TypeAlias = tuple[float, ...]
"""One weight for each area, in the order of `Area`."""

Counts: TypeAlias = tuple[tuple[str, float], ...]
"""Topics, each with how much a word counts for it."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag, with the words and patterns that speak for it; a cue when `area` is None.

    `words` maps to how much one counts (1 unless the file says more). `near_misses` are longer
    words, and `unless` patterns, in which those words mean something else. Topics that `combine`
    say more together with another such topic than each alone (a report, and no progress). `weak` words
    weigh like the others, but name no tag by themselves: a school may stand in any matter.
    `examples` speak of the topic, one for each pattern at least; `misleading` ones hold its words
    and do not, one for each `unless`. `crime`: English words that tell of it, where it is one.
    """

    id: str
    zh: str
    en: str
    area: Area | None
    weight: float
    words: dict[str, float]
    near_misses: frozenset[str] = frozenset()
    patterns: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    combines: bool = False
    weak: frozenset[str] = frozenset()
    examples: tuple[str, ...] = ()
    misleading: tuple[str, ...] = ()
    crime: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Weights:
    """What learning found, each as one weight per area: `topic` for a topic wherever it stands,
    `opening` for one in the title or the first sentence, `pair` for two combining topics in one
    text, `word` for one word by itself, `brief` for what it adds in a message of a sentence or two,
    where small words tell more than in a letter, `piece` for one or two neighbouring characters of
    such a message, which say something of words nobody listed. `taught` are the words and patterns
    (without blanks) that each topic had then: see domain/untaught.py for the others.
    """

    topic: dict[str, Vector] = field(default_factory=dict)
    opening: dict[str, Vector] = field(default_factory=dict)
    pair: dict[tuple[str, str], Vector] = field(default_factory=dict)
    word: dict[str, Vector] = field(default_factory=dict)
    brief: dict[str, Vector] = field(default_factory=dict)
    piece: dict[str, Vector] = field(default_factory=dict)
    taught: dict[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The lead over the runner-up as a probability: 1 / (1 + exp(-(slope * lead + offset))).
    Brief messages have a line of their own, as few words say less surely what is meant, and those in
    English another, as fewer of their words are known. From `sure_from` (of brief messages
    `brief_sure_from`, in English `english_sure_from`) on a text goes to a desk; an area less than
    `also_within` behind is `also`.
    """

    slope: float = 1.0
    offset: float = 0.0
    brief_slope: float = 1.0
    brief_offset: float = 0.0
    sure_from: float = 0.8
    brief_sure_from: float = 0.8
    also_within: float = 1.0
    english_slope: float = 1.0
    english_offset: float = 0.0
    english_sure_from: float = 0.8

    def line(self, *, brief: bool, english: bool) -> Line:
        """The one by which such a text is scored."""
        if brief and english:
            return Line(True, self.english_slope, self.english_offset, self.english_sure_from)
        if brief:
            return Line(True, self.brief_slope, self.brief_offset, self.brief_sure_from)
        return Line(False, self.slope, self.offset, self.sure_from)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the tagger knows. `titles`: topic id → its name in (Chinese, English)."""

    topics: tuple[Topic, ...]
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)
    weights: Weights = field(default_factory=Weights)
    calibration: Calibration = field(default_factory=Calibration)
    context: Context = field(default_factory=Context)
    spelling: Spelling = field(default_factory=Spelling)

    def crimes(self) -> Crimes:
        """The topics that tell of a crime."""
        return {topic.id: topic.crime for topic in self.topics if topic.crime}

    def topic_words(self) -> set[str]:
        """Every word of a topic or a cue: what initials, pinyin and slips may stand for."""
        return {word for topic in self.topics for word in topic.words}

    def vocabulary(self) -> set[str]:
        """Every word that must be read in one piece."""
        words = {*self.weights.word, *self.weights.brief, *self.context.words()}
        words |= self.spelling.words()
        for topic in self.topics:
            words.update(topic.words, topic.near_misses)
            for pattern in (*topic.patterns, *topic.unless):
                words.update(*pattern.steps)
        return {word for word in words if " " not in word and word != NUMBER}
