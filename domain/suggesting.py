"""Which words triage's corrections speak for: proposals with their evidence, for a person to judge.

Log-odds of a word in one area against all others, with the counts of all texts as prior (Monroe,
Colaresi & Quinn, "Fightin' Words", Political Analysis 16, 2008), counted by text, not by use.
"""

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass
from math import log, sqrt

from domain.area import Area

PRIOR_TEXTS = 20.0
"""The prior weighs as much as so many texts, shared out by how common a word is."""
FEWEST_TEXTS = 3
LEAST_Z = 1.5
LARGEST_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class CorrectedText:
    """A text whose area a person decided, as the words it was read as."""

    id: str
    area: Area
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Let `word` add `weight` to `area`: it stood in `inside` texts of the area and `outside`
    of others; `z` is its log-odds over their standard error; `examples` are ids of texts."""

    word: str
    area: Area
    weight: float
    log_odds: float
    z: float
    inside: int
    outside: int
    examples: tuple[str, ...]


def suggest_words(
    texts: Iterable[CorrectedText], settled: Set[tuple[str, Area]], most: int = 20
) -> list[Suggestion]:
    """The `most` telling words, the surest first. `settled`: words that speak for their area
    already. Words in fewer than FEWEST_TEXTS texts of an area are not proposed."""
    texts = list(texts)
    areas = Counter(text.area for text in texts)
    overall = Counter(word for text in texts for word in text.words)
    inside: dict[Area, Counter[str]] = {area: Counter() for area in areas}
    for text in texts:
        inside[text.area].update(text.words)
    suggestions = []
    for area, counts in inside.items():
        rest = len(texts) - areas[area]
        for word, count in counts.items():
            if count < FEWEST_TEXTS or (word, area) in settled:
                continue
            prior = PRIOR_TEXTS * overall[word] / len(texts)
            odds, error = _log_odds(count, areas[area], overall[word] - count, rest, prior)
            if odds > 0 and odds / error >= LEAST_Z:
                examples = tuple(t.id for t in texts if t.area is area and word in t.words)[:5]
                weight = round(min(LARGEST_WEIGHT, odds / 3), 2)
                suggestions.append(
                    Suggestion(
                        word,
                        area,
                        weight,
                        odds,
                        odds / error,
                        count,
                        overall[word] - count,
                        examples,
                    )
                )
    return sorted(suggestions, key=lambda suggestion: -suggestion.z)[:most]


def _log_odds(
    inside: int, inside_texts: int, outside: int, outside_texts: int, prior: float
) -> tuple[float, float]:
    """The log-odds ratio and its standard error."""
    rest = PRIOR_TEXTS - prior

    def odds(count: int, total: int) -> float:
        return log((count + prior) / (max(total - count, 0) + rest + 0.5))

    error = sqrt(1 / (inside + prior) + 1 / (outside + prior))
    return odds(inside, inside_texts) - odds(outside, outside_texts), error
