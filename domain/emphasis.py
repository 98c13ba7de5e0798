"""How much each word of a text counts by its context: set aside, weakened, stressed, or done by
somebody else than the police."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.context import Actor, Aside, Context, Rule, Turn
from domain.lexicon import Counts
from domain.pattern import GAP, SENTENCE_ENDS, Pattern, match_pattern

CLAUSE_ENDS = SENTENCE_ENDS | frozenset(",:、—")
FEWEST_LEFT = 2
"""Characters that must be left to read; a text that denies all it says is read as it stands."""
AFTER = 5
"""So many words after a deed its actor may be named, where none stands before: "骂人的是邻居"."""
BELONGING = 4
"""At most so many words stand between a house and its keeper: "派出所门口的保安"."""
FULL_CONTEXT = 45
"""In texts of so many words a denial or a turn counts fully; in longer ones less and less, as there
it is told of something on the way."""
LAST_WORDS = 40
"""The last sentence begins so far from the end at most."""
NAMED_AFTER = frozenset(("的", "是"))


@dataclass(slots=True)
class Emphasis:
    """`factors[i]` is how often word i counts (0: not at all); `asked` holds the places of the ask,
    `spared` topics and places that do not count, `actors` the places at which somebody is named
    who may have acted, `faults` the topics for which that matters, `unheard` the words that turned
    out not to count for what they say."""

    factors: list[float]
    asked: set[int] = field(default_factory=set)
    spared: set[tuple[str, int]] = field(default_factory=set)
    actors: list[tuple[int, Actor]] = field(default_factory=list)
    faults: frozenset[str] = frozenset()
    unheard: set[int] = field(default_factory=set)


class ContextReader:
    """Knows the rules' words by heart."""

    def __init__(self, context: Context, topics: Mapping[str, Counts]) -> None:
        self._context = context
        self._faults = frozenset(fault for actor in context.actors for fault in actor.faults)
        self._of: dict[str, frozenset[str]] = {
            aside.id: frozenset(
                word for word, counts in topics.items() if any(t in aside.topics for t, _ in counts)
            )
            for aside in context.asides
            if aside.topics
        }
        self._signs: dict[str, list[tuple[Rule, Pattern | None]]] = {}
        for rule in context.rules():
            for word in rule.words:
                self._signs.setdefault(word, []).append((rule, None))
        for aside in context.asides:
            for pattern in aside.patterns:
                for word in pattern.steps[0]:
                    self._signs.setdefault(word, []).append((aside, pattern))
        self._turning = {word for turn in context.turns for word in turn.words if turn.before < 1}

    def read(self, words: Sequence[str]) -> Emphasis | None:
        """What the context makes of a row of words; None where no rule speaks."""
        signs = self._signs
        found = [(place, word) for place, word in enumerate(words) if word in signs]
        if not found:
            return None
        emphasis = Emphasis([1.0] * len(words), faults=self._faults)
        silent: set[int] = set()
        for place, word in found:
            for rule, pattern in signs[word]:
                if isinstance(rule, Aside) and pattern is None and rule.topics:
                    # The commonest words of all: most stand before nothing that could be denied.
                    near = words[place : place + 1 + rule.reach]
                    if self._of[rule.id].isdisjoint(near):
                        continue
                ends = CLAUSE_ENDS if pattern is None else SENTENCE_ENDS
                if any(_covers(one, words, place, ends) for one in rule.unless):
                    continue
                if isinstance(rule, Actor):
                    self._name_actor(emphasis, words, place, rule)
                elif isinstance(rule, Turn):
                    _turn(emphasis, words, place, rule)
                else:
                    stretch = self._scope(rule, pattern, words, place)
                    if rule.topics:
                        emphasis.spared.update((t, n) for t in rule.topics for n in stretch)
                    else:
                        silent.update(stretch)
        left = sum(len(word) for n, word in enumerate(words) if n not in silent and word.isalnum())
        if silent and left >= FEWEST_LEFT:
            factor = 1 - _strength(words)
            for place in silent:
                emphasis.factors[place] *= factor
        return emphasis

    def _scope(
        self, rule: Aside, pattern: Pattern | None, words: Sequence[str], place: int
    ) -> range:
        if pattern is not None:
            last = match_pattern(pattern, words, place)
            return range(place, place if last is None else last + 1)
        end = min(clause_end(words, place), place + 1 + rule.reach)
        for candidate in range(place + 1, end):
            if words[candidate] in rule.until or words[candidate] in self._turning:
                return range(place, candidate)
        return range(place, end)

    def _name_actor(
        self, emphasis: Emphasis, words: Sequence[str], place: int, actor: Actor
    ) -> None:
        if place and words[place - 1] in self._context.objects:
            return
        if emphasis.actors:
            before, owner = emphasis.actors[-1]
            between = words[before + 1 : place]
            if 0 < len(between) <= BELONGING and self._context.joining.issuperset(between):
                actor = owner
        emphasis.actors.append((place, actor))


def find_actor(emphasis: Emphasis, words: Sequence[str], place: int) -> Actor | None:
    """Who did what stands at a place: the nearest one named before it in the sentence, or shortly
    after it; where the sentence names nobody, the one named last before, if no other is named."""
    nearest: tuple[int, Actor] | None = None
    for named in emphasis.actors:
        if named[0] <= place:
            nearest = named
            continue
        between = words[place + 1 : named[0]]
        if (nearest is None or not _same_sentence(words, nearest[0], place)) and (
            len(between) <= AFTER
            and not CLAUSE_ENDS.intersection(between)
            and NAMED_AFTER.intersection(between)
        ):
            return named[1]
        break
    if nearest is None:
        return None
    if _same_sentence(words, nearest[0], place):
        return nearest[1]
    everybody = {actor.id for _, actor in emphasis.actors}
    return nearest[1] if len(everybody) == 1 else None


def clause_end(words: Sequence[str], place: int) -> int:
    """Where the clause of a word ends. A blank ends one between Chinese words only."""
    return next(
        (n for n in range(place + 1, len(words)) if _ends(words, n, CLAUSE_ENDS)), len(words)
    )


def _ends(words: Sequence[str], place: int, ends: frozenset[str]) -> bool:
    word = words[place]
    if word == " ":
        return place > 0 and not words[place - 1].isascii()
    return word in ends


def _same_sentence(words: Sequence[str], first: int, last: int) -> bool:
    return not any(words[n] in SENTENCE_ENDS for n in range(first + 1, last))


def _turn(emphasis: Emphasis, words: Sequence[str], place: int, turn: Turn) -> None:
    if turn.opening and place and not _ends(words, place - 1, CLAUSE_ENDS):
        return
    if turn.last and not _is_last(words, place):
        return
    factors = emphasis.factors
    # One sentence of many decides less; the ask decides the more, the longer the story before it.
    strength = min(1.0, len(words) / FULL_CONTEXT) if turn.last else _strength(words)
    before, after = turn.before**strength, turn.after**strength
    if before < 1:
        start = _sentence_start(words, place)
        for n in range(start) if turn.last else range(start, place):
            factors[n] = min(factors[n], before)
    for n in _following(words, place, turn):
        factors[n] = after
        if turn.last:
            emphasis.asked.add(n)


def _sentence_start(words: Sequence[str], place: int) -> int:
    return next((n + 1 for n in range(place - 1, -1, -1) if words[n] in SENTENCE_ENDS), 0)


def _strength(words: Sequence[str]) -> float:
    return min(1.0, FULL_CONTEXT / len(words))


def _following(words: Sequence[str], place: int, turn: Turn) -> Iterator[int]:
    for n in range(place, len(words)):
        if words[n] in SENTENCE_ENDS or (turn.clause and n > place and words[n] in CLAUSE_ENDS):
            return
        yield n


def _is_last(words: Sequence[str], place: int) -> bool:
    """Whether no sentence with words in it begins after the one of `place`."""
    if len(words) - place > LAST_WORDS:
        return False
    end = next((n for n in range(place, len(words)) if words[n] in SENTENCE_ENDS), len(words))
    return sum(len(word) for word in words[end:] if word.isalnum()) <= 4


def _covers(pattern: Pattern, words: Sequence[str], place: int, ends: frozenset[str]) -> bool:
    """Whether the pattern is found around a place, within its clause or sentence."""
    first = max(0, place - GAP - 1)
    for start in range(place, first - 1, -1):
        if start < place and words[start] in ends:
            return False
        if words[start] not in pattern.steps[0]:
            continue
        last = match_pattern(pattern, words, start)
        if last is not None and last >= place:
            return ends.isdisjoint(words[place + 1 : last])
    return False
