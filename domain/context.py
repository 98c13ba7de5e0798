"""The rules of context as content/areas/context.toml holds them: what is meant, and who did it.

Each rule has `examples` that show it at work and `misleading` messages that hold its words and in
which it must do nothing; they are its tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from domain.pattern import NUMBER, Pattern


@dataclass(frozen=True, slots=True)
class Aside:
    """What its words are said of does not count: "it is not the noise, it is the smell".

    After one of `words` that holds to the end of the clause (for `reach` words at most, and not
    beyond a word of `until`); of `patterns` it is the stretch found. `topics` are those that do not
    count there; without any, nothing there counts at all. An `unless` pattern around the word takes
    the rule back.
    """

    id: str
    words: frozenset[str] = frozenset()
    patterns: tuple[Pattern, ...] = ()
    topics: frozenset[str] = frozenset()
    reach: int = 30
    until: frozenset[str] = frozenset()
    unless: tuple[Pattern, ...] = ()
    examples: tuple[str, ...] = ()
    misleading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A word that moves weight: what stands before it in the sentence counts `before` times, what
    follows `after` times. `opening`: only where a clause begins with it. `clause`: what follows
    ends with the clause, else with the sentence. `last`: only in the last sentence of a text, and
    against the sentences before it, so that an ask is heard after any story.
    """

    id: str
    words: frozenset[str]
    before: float = 1.0
    after: float = 1.0
    opening: bool = False
    clause: bool = False
    last: bool = False
    unless: tuple[Pattern, ...] = ()
    examples: tuple[str, ...] = ()
    misleading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who may be the one that did it. Where the nearest of all actors before a word of one of the
    topics in `faults` is this one, the word counts for the topic `becomes` instead."""

    id: str
    words: frozenset[str]
    faults: frozenset[str] = frozenset()
    becomes: str = ""
    unless: tuple[Pattern, ...] = ()
    examples: tuple[str, ...] = ()
    misleading: tuple[str, ...] = ()


Rule: TypeAlias = Aside | Turn | Actor


@dataclass(frozen=True, slots=True)
class Replies:
    """How an office's reply is known that a citizen pasted between the own words: it has one of
    `heads` in its first sentence and ends after one of `tails`, or before a sentence with one of
    `own`. A quotation or a line after ">" is one when it holds one of `voice`."""

    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    misleading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """All of them. `objects`: an actor right after one of these words is not the one who acts;
    `joining`: between two actors these make the second belong to the first."""

    asides: tuple[Aside, ...] = ()
    turns: tuple[Turn, ...] = ()
    actors: tuple[Actor, ...] = ()
    objects: frozenset[str] = frozenset()
    joining: frozenset[str] = frozenset()
    replies: Replies = field(default_factory=Replies)

    def rules(self) -> tuple[Rule, ...]:
        """All that begin at a word."""
        rules: list[Rule] = [*self.asides, *self.turns, *self.actors]
        return tuple(rules)

    def words(self) -> Iterator[str]:
        """Every word that must be read in one piece."""
        yield from self.objects
        yield from self.joining
        for rule in self.rules():
            yield from rule.words
            for pattern in rule.unless:
                yield from _words_of(pattern)
        for aside in self.asides:
            yield from aside.until
            for pattern in aside.patterns:
                yield from _words_of(pattern)


def _words_of(pattern: Pattern) -> Iterator[str]:
    for step in pattern.steps:
        yield from step - {NUMBER}
