"""What was listed after learning, weighed as learned things are: a clerk's word works at once.

Learned weights are many times the hand-set ones, so a new word would be drowned by them. It weighs
as a telling one of its area's learned words does, times the weight that the file gives it. What a
learned word's pieces add in a brief message is part of that; the pieces of the new one, which were
learned from other words, do not count.
"""

from dataclasses import dataclass, replace
from statistics import quantiles

from domain.area import Area
from domain.lexicon import Lexicon, Topic, Vector, Weights
from domain.piece import find_pieces

AREAS = tuple(Area)
NOTHING: Vector = (0.0,) * len(AREAS)
PIECE_SHARE = 0.15
"""What a piece counts beside a word, in a message of a dozen words."""


@dataclass(frozen=True, slots=True)
class Usual:
    """How far a telling learned word of an area speaks for it: by topic and word, by a topic in the
    opening, by what a brief message adds."""

    word: float = 1.0
    opening: float = 0.0
    brief: float = 0.0


def settle(lexicon: Lexicon) -> Lexicon:
    """The lexicon with weights for all that learning has not seen; the rest stays as it is."""
    weights = lexicon.weights
    topic, opening, brief = dict(weights.topic), dict(weights.opening), dict(weights.brief)
    for area in AREAS:
        usual = measure_usual(lexicon, area)
        for one in (one for one in lexicon.topics if one.area is area):
            if one.id not in weights.topic:
                topic[one.id] = lean(area, usual.word * one.weight)
                opening[one.id] = lean(area, usual.opening * one.weight)
            for name, count in untaught_of(one, weights).items():
                more = lean(area, usual.brief * one.weight * count)
                brief[name] = add(brief.get(name, NOTHING), more)
    return replace(lexicon, weights=replace(weights, topic=topic, opening=opening, brief=brief))


def untaught_of(topic: Topic, weights: Weights) -> dict[str, float]:
    """Words and patterns that came to a topic after its weights were learned."""
    if not weights.taught:
        return {}
    taught = weights.taught.get(topic.id, frozenset())
    names = {**topic.words, **{pattern.source: 1.0 for pattern in topic.patterns}}
    return {name: count for name, count in names.items() if as_taught(name) not in taught}


def untaught_words(lexicon: Lexicon) -> frozenset[str]:
    """Words that no topic was taught with."""
    taught = frozenset[str]().union(*lexicon.weights.taught.values())
    new = {word for one in lexicon.topics if one.area for word in untaught_of(one, lexicon.weights)}
    return frozenset(new - taught)


def as_taught(name: str) -> str:
    """A word or a pattern as it is noted: without blanks."""
    return "".join(name.split())


def measure_usual(lexicon: Lexicon, area: Area) -> Usual:
    """Of the words that the area's topics were taught with; a plain 1 where there are none."""
    weights, place = lexicon.weights, AREAS.index(area)
    words, openings, briefs = [], [], []
    for topic in (one for one in lexicon.topics if one.area is area):
        base = weights.topic.get(topic.id)
        if base is None:
            continue
        if (vector := weights.opening.get(topic.id)) is not None:
            openings.append(_reach(vector, place))
        taught = weights.taught.get(topic.id, frozenset())
        for word, count in topic.words.items():
            if word not in taught or not (word in weights.word or word in weights.brief):
                continue
            counted = tuple(count * weight for weight in base)
            words.append(_reach(add(counted, weights.word.get(word, NOTHING)), place))
            pieces = {piece for piece in find_pieces(word, 0, len(word)) if piece in weights.piece}
            said = sum(_reach(weights.piece[piece], place) for piece in pieces)
            briefs.append(_reach(weights.brief.get(word, NOTHING), place) + PIECE_SHARE * said)
    if not words:
        return Usual()
    return Usual(_telling(words), _telling(openings), _telling(briefs))


def _telling(reaches: list[float]) -> float:
    """What five of six stay below: nobody adds a word that says little."""
    if len(reaches) < 2:
        return sum(reaches)
    return quantiles(reaches, n=6)[4]


def _reach(vector: Vector, place: int) -> float:
    """How far an area is ahead of the mean of the others."""
    return vector[place] - (sum(vector) - vector[place]) / (len(vector) - 1)


def lean(area: Area, strength: float) -> Vector:
    return tuple(strength if one is area else 0.0 for one in AREAS)


def add(first: Vector, second: Vector) -> Vector:
    return tuple(a + b for a, b in zip(first, second, strict=True))
