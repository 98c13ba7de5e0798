"""Which words people's corrections speak for: proposals with their evidence, for a person to judge.

Log-odds of a word in one area against all others, with the counts of all texts as prior (Monroe,
Colaresi & Quinn, "Fightin' Words", Political Analysis 16, 2008), counted by text, not by use.
A word that no dictionary knows is cut to pieces, so neighbouring pieces are tried as a word too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt

from domain.area import Area
from domain.unlearned import Unlearned

PRIOR_TEXTS = 20.0
"""The prior weighs as much as so many texts, shared out by how common a word is."""
FEWEST_TEXTS = 3
LEAST_Z = 1.5
MOST_PARTS = 4
LONGEST_JOINED = 6
"""Characters of a word that is put together."""
MOSTLY = 0.8
"""A part that stands in its word so often is no word of its own here."""


@dataclass(frozen=True, slots=True)
class CorrectedText:
    """A text whose area a person decided, as the words it was cut into, in their order."""

    id: str
    area: Area
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`word` speaks for `area`: it stood in `inside` texts of the area and `outside` of others; `z`
    is its log-odds over their standard error; `examples` are ids of texts."""

    word: str
    area: Area
    log_odds: float
    z: float
    inside: int
    outside: int
    examples: tuple[str, ...]


def suggest_words(
    texts: Iterable[CorrectedText], unlearned: Unlearned, known: frozenset[str] = frozenset()
) -> list[Suggestion]:
    """The telling words, the surest first. Words in fewer than FEWEST_TEXTS texts of an area are not
    proposed, nor small words, nor what may be a name and is none of the `known` words."""
    texts = list(texts)
    held = _find_terms([text.words for text in texts], unlearned, known)
    areas = Counter(text.area for text in texts)
    overall = Counter(term for terms in held for term in terms)
    suggestions = []
    for area, size in areas.items():
        there = [(t.id, terms) for t, terms in zip(texts, held, strict=True) if t.area is area]
        for word, count in Counter(term for _, terms in there for term in terms).items():
            if count < FEWEST_TEXTS:
                continue
            outside = overall[word] - count
            prior = PRIOR_TEXTS * overall[word] / len(texts)
            odds, error = _log_odds(count, size, outside, len(texts) - size, prior)
            if odds > 0 and odds / error >= LEAST_Z:
                examples = tuple(number for number, terms in there if word in terms)[:5]
                suggestions.append(
                    Suggestion(word, area, odds, odds / error, count, outside, examples)
                )
    return sorted(suggestions, key=lambda one: (-one.z, -len(one.word), one.word))


def _find_terms(
    texts: Sequence[tuple[str, ...]], unlearned: Unlearned, known: frozenset[str]
) -> list[frozenset[str]]:
    """Of every text the words, and the neighbouring ones that together seem to be one, without
    small words and names."""
    single = Counter(word for words in texts for word in set(words))
    joined: Counter[tuple[str, ...]] = Counter()
    for words in texts:
        joined.update(set(_join(words, unlearned)))
    whole = {
        parts: count
        for parts, count in joined.items()
        if count >= FEWEST_TEXTS and any(count >= MOSTLY * single[part] for part in parts)
    }
    covered: set[str] = set()
    longest = set()
    for parts in sorted(whole, key=lambda parts: (-whole[parts], -len(parts), parts)):
        superseded = any(
            len(more) > len(parts) and _holds(more, parts) and other >= MOSTLY * whole[parts]
            for more, other in whole.items()
        )
        if superseded or not covered.isdisjoint(parts):
            continue
        covered.update(part for part in parts if whole[parts] >= MOSTLY * single[part])
        if not unlearned.looks_like_name(parts):
            longest.add(parts)

    def may_be_learned(word: str) -> bool:
        if len(word) < 2 or word in unlearned.small or word in covered or not word.isalpha():
            return False
        return word in known or not unlearned.is_name(word)

    return [
        frozenset(filter(may_be_learned, words))
        | {"".join(parts) for parts in _join(words, unlearned) if parts in longest}
        for words in texts
    ]


def _join(words: Sequence[str], unlearned: Unlearned) -> Iterator[tuple[str, ...]]:
    """Runs of neighbouring Chinese words without small ones."""
    for start in range(len(words)):
        length = 0
        for end in range(start, min(start + MOST_PARTS, len(words))):
            word = words[end]
            length += len(word)
            if word in unlearned.small or not _is_chinese(word) or length > LONGEST_JOINED:
                break
            if end > start:
                yield tuple(words[start : end + 1])


def _is_chinese(word: str) -> bool:
    return all("一" <= one <= "鿿" for one in word)


def _holds(longer: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    return any(longer[n : n + len(parts)] == parts for n in range(len(longer) - len(parts) + 1))


def _log_odds(
    inside: int, inside_texts: int, outside: int, outside_texts: int, prior: float
) -> tuple[float, float]:
    """The log-odds ratio and its standard error."""
    rest = PRIOR_TEXTS - prior

    def odds(count: int, total: int) -> float:
        return log((count + prior) / (max(total - count, 0) + rest + 0.5))

    error = sqrt(1 / (inside + prior) + 1 / (outside + prior))
    return odds(inside, inside_texts) - odds(outside, outside_texts), error
