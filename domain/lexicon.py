"""The words of routing: topics, each with its area, as content/areas holds them."""

from dataclasses import dataclass, field

from domain.area import Area


@dataclass(frozen=True, slots=True)
class Topic:
    """One tag: what it is called, whose it is, and the words that speak for it."""

    id: str
    zh: str
    en: str
    area: Area
    words: dict[str, float]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the tagger knows. `titles`: topic id → its name in (Chinese, English)."""

    topics: tuple[Topic, ...]
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)
