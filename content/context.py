"""The rules of context in content/areas/context.toml: what is meant, who did it, what is quoted."""

from collections.abc import Callable, Iterable
from pathlib import Path

from pydantic import Field

from content.loader import ContentError, Shape
from domain.context import Actor, Aside, Context, Replies, Turn
from domain.lexicon import Topic
from domain.pattern import Pattern, read_pattern


class _Rule(Shape):
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    words: str = ""
    unless: tuple[str, ...] = ()
    examples: tuple[str, ...] = Field(min_length=1)
    misleading: tuple[str, ...] = ()


class _Aside(_Rule):
    patterns: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    reach: int = Field(30, ge=1, le=100)
    until: str = ""


class _Turn(_Rule):
    before: float = Field(1.0, ge=0, le=1)
    after: float = Field(1.0, ge=0, le=5)
    opening: bool = False
    clause: bool = False
    last: bool = False


class _Actor(_Rule):
    faults: tuple[str, ...] = ()
    becomes: str = ""


class _Replies(Shape):
    heads: tuple[str, ...] = Field(min_length=1)
    tails: tuple[str, ...] = Field(min_length=1)
    own: tuple[str, ...] = Field(min_length=1)
    voice: tuple[str, ...] = Field(min_length=1)
    examples: tuple[str, ...] = Field(min_length=1)
    misleading: tuple[str, ...] = ()


class ContextShape(Shape):
    """The rules' part of the file."""

    aside: tuple[_Aside, ...] = ()
    turn: tuple[_Turn, ...] = ()
    actor: tuple[_Actor, ...] = ()
    objects: str = ""
    joining: str = ""
    replies: _Replies


def make_context(path: Path, shape: ContextShape, topics: Iterable[Topic]) -> Context:
    """The rules, with `@theft` for all words of a topic. Raises ContentError."""
    known = {topic.id: frozenset(topic.words) for topic in topics}
    reader = _Reader(path, known)
    return Context(
        tuple(reader.aside(rule) for rule in shape.aside),
        tuple(reader.turn(rule) for rule in shape.turn),
        tuple(reader.actor(rule) for rule in shape.actor),
        frozenset(shape.objects.split()),
        frozenset(shape.joining.split()),
        Replies(**shape.replies.model_dump()),
    )


class _Reader:
    """Reads rules of one file; knows the topics' words."""

    def __init__(self, path: Path, known: dict[str, frozenset[str]]) -> None:
        self._path, self._known = path, known

    def aside(self, rule: _Aside) -> Aside:
        return Aside(
            rule.id,
            self._words(rule),
            self._patterns(rule.id, "patterns", rule.patterns),
            self._topics(rule.id, "topics", rule.topics),
            rule.reach,
            frozenset(rule.until.lower().split()),
            self._patterns(rule.id, "unless", rule.unless),
            rule.examples,
            rule.misleading,
        )

    def turn(self, rule: _Turn) -> Turn:
        return Turn(
            rule.id,
            self._words(rule),
            rule.before,
            rule.after,
            rule.opening,
            rule.clause,
            rule.last,
            self._patterns(rule.id, "unless", rule.unless),
            rule.examples,
            rule.misleading,
        )

    def actor(self, rule: _Actor) -> Actor:
        if rule.becomes:
            self._topics(rule.id, "becomes", (rule.becomes,))
        elif rule.faults:
            raise ContentError(self._path, f"{rule.id}.faults", "`becomes` names no topic")
        return Actor(
            rule.id,
            self._words(rule),
            self._topics(rule.id, "faults", rule.faults),
            rule.becomes,
            self._patterns(rule.id, "unless", rule.unless),
            rule.examples,
            rule.misleading,
        )

    def _words(self, rule: _Rule) -> frozenset[str]:
        words: set[str] = set()
        for word in rule.words.lower().split():
            words |= self._look_up(rule.id, "words")(word[1:]) if word[0] == "@" else {word}
        return frozenset(words)

    def _topics(self, rule: str, key: str, topics: tuple[str, ...]) -> frozenset[str]:
        for topic in topics:
            self._look_up(rule, key)(topic)
        return frozenset(topics)

    def _patterns(self, rule: str, key: str, sources: tuple[str, ...]) -> tuple[Pattern, ...]:
        patterns = []
        for source in sources:
            try:
                patterns.append(read_pattern(source.lower(), self._look_up(rule, key)))
            except ValueError as error:
                message = f"{source!r}: {error}"
                raise ContentError(self._path, f"{rule}.{key}", message) from None
        return tuple(patterns)

    def _look_up(self, rule: str, key: str) -> Callable[[str], frozenset[str]]:
        def find(name: str) -> frozenset[str]:
            if name not in self._known:
                raise ContentError(self._path, f"{rule}.{key}", f"there is no topic {name!r}")
            return self._known[name]

        return find
