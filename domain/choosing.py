"""Of every word that stands in a text more than once, the place where its context lets it count
most; and what it counts for there."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from domain.emphasis import Emphasis, find_actor
from domain.lexicon import Counts


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


def choose(
    found: Iterable[tuple[str, int, int, Counts]],
    spared: set[tuple[str, int]],
    words: Sequence[str],
    emphasis: Emphasis | None,
) -> Iterator[Found]:
    """The one of each that its context lets count most: none where all are set aside. What another
    than the police did is told apart from the same word said of the police."""
    factors = emphasis.factors if emphasis else None
    chosen: dict[str, tuple[float, int, int, Counts]] = {}
    others: dict[str, tuple[float, int, int, Counts]] = {}
    for name, first, last, topics in found:
        factor = 1.0
        if factors:
            factor = factors[first] and factors[last] and factors[first]
            if not factor:
                continue
        known = chosen.get(name)
        if known is not None and known[0] >= factor:
            continue
        into = chosen
        if topics and spared:
            topics = tuple(
                entry
                for entry in topics
                if (entry[0], first) not in spared and (entry[0], last) not in spared
            )
            if not topics:
                if emphasis:
                    emphasis.unheard.add(last)
                continue
        if emphasis and emphasis.actors and any(entry[0] in emphasis.faults for entry in topics):
            topics, own = _blame(topics, words, emphasis, last)
            if not own:
                emphasis.unheard.add(last)
                into = others
        if name not in into or factor > into[name][0]:
            into[name] = factor, first, last, topics
    asked = emphasis.asked if emphasis else frozenset()
    for into, own in ((chosen, True), (others, False)):
        for name, (factor, first, last, topics) in into.items():
            yield Found(name, first, last, topics, factor, own, first in asked)


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
