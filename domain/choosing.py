"""Of every word that stands in a text more than once, the place where its context lets it count
most; and what it counts for there."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from domain.emphasis import Emphasis, find_actor

Counts: TypeAlias = tuple[tuple[str, float], ...]
"""Topics, each with how much a word counts for it."""


class Found(NamedTuple):
    """A word, or the stretch of a pattern, from word `first` to word `last`. `name`: the word or the
    pattern. `own`: whether it counts as a word too, and not for its topics alone. `asked`: it
    stands in the ask, which is heard however long the text is."""

    name: str
    first: int
    last: int
    topics: Counts
    factor: float = 1.0
    own: bool = True
    asked: bool = False


def choose_plain(found: Iterable[Found], spared: set[tuple[str, int]]) -> list[Found]:
    """The first of each where no rule of context speaks, without the topics that are spared."""
    chosen: dict[str, Found] = {}
    for one in found:
        if one.name in chosen:
            continue
        if spared and one.topics:
            topics = tuple(entry for entry in one.topics if (entry[0], one.first) not in spared)
            if not topics:
                continue
            one = one._replace(topics=topics)
        chosen[one.name] = one
    return list(chosen.values())


def choose(
    found: Iterable[Found],
    spared: set[tuple[str, int]],
    words: Sequence[str],
    emphasis: Emphasis,
) -> list[Found]:
    """The one of each that its context lets count most: none where all are set aside."""
    chosen: dict[tuple[str, bool], Found] = {}
    for one in found:
        factor = emphasis.factors[one.first]
        if not factor or not emphasis.factors[one.last]:
            continue
        topics, own = one.topics, True
        if topics:
            topics = tuple(
                entry
                for entry in topics
                if (entry[0], one.first) not in spared and (entry[0], one.last) not in spared
            )
            if emphasis.actors:
                topics, own = _blame(topics, words, emphasis, one.last)
            if not (topics and own):
                emphasis.unheard.add(one.last)
            if not topics:
                continue
        other = chosen.get((one.name, own))
        if other is None or factor > other.factor:
            asked = one.first in emphasis.asked
            chosen[one.name, own] = Found(one.name, one.first, one.last, topics, factor, own, asked)
    return list(chosen.values())


def _blame(
    topics: Counts, words: Sequence[str], emphasis: Emphasis, place: int
) -> tuple[Counts, bool]:
    """The topics of a word by who did it, and whether the police may have done so."""
    actor = find_actor(emphasis, words, place)
    if actor is None or not any(topic in actor.faults for topic, _ in topics):
        return topics, True
    most = max(count for topic, count in topics if topic in actor.faults)
    rest = tuple(entry for entry in topics if entry[0] not in actor.faults)
    return (*rest, (actor.becomes, most)), False


def name_spared(
    stretches: Iterable[tuple[str, int, int]], emphasis: Emphasis | None
) -> set[tuple[str, int]]:
    """Topics and places that do not count: by an `unless` pattern or by the context."""
    spared = {
        (topic, place) for topic, first, last in stretches for place in range(first, last + 1)
    }
    return spared | emphasis.spared if emphasis else spared
