"""What supervisors look at: how often each failure happens, where, and with which cases."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from domain.duty import Standing

HALF = 0.5 + 1e-9


class Count(NamedTuple):
    """So many deadlines of one sort. late: still owed and over."""

    rule: str
    kind: str
    unit: str
    major: bool
    standing: Standing
    number: int


class Wait(NamedTuple):
    """How long one `complaint` or `case` waited for a word. over: it came; else that long so far."""

    sort: str
    span: timedelta
    over: bool


class FirstWord(NamedTuple):
    """A median. at_least: more than half still wait, so it is longer than that."""

    span: timedelta
    at_least: bool


@dataclass(slots=True)
class Tally:
    """late: still owed, the time is over. kept and done_late: ended in the period."""

    late: int = 0
    kept: int = 0
    done_late: int = 0

    def add(self, standing: Standing, number: int) -> None:
        match standing:
            case Standing.DONE:
                self.kept += number
            case Standing.DONE_LATE:
                self.done_late += number
            case Standing.LATE | Standing.OPEN:
                self.late += number

    @property
    def share(self) -> float | None:
        """How much of what fell due was kept in time; None where nothing was."""
        due = self.late + self.kept + self.done_late
        return self.kept / due if due else None


@dataclass(slots=True)
class UnitTally:
    """A unit, or the desk of an area: what is late now, by failure and by sort."""

    kind_is_complaint: bool
    by_rule: dict[str, int] = field(default_factory=dict)
    small: int = 0
    major: int = 0

    @property
    def late(self) -> int:
        return self.small + self.major


@dataclass(frozen=True, slots=True)
class Board:
    """first_word: median time until the citizen had a word, by `complaint` and `case`."""

    by_rule: Mapping[str, Tally]
    complaints: Tally
    small: Tally
    major: Tally
    units: Mapping[tuple[str, bool], UnitTally]
    first_word: Mapping[str, FirstWord]

    @property
    def worst(self) -> list[tuple[str, UnitTally]]:
        """Units with something late, the most first."""
        late = [(name, tally) for (name, _), tally in self.units.items() if tally.late]
        return sorted(late, key=lambda one: (-one[1].late, one[0]))


def tally(counts: Iterable[Count], waits: Iterable[Wait]) -> Board:
    """Put counts together, and the waits for a first word."""
    by_rule: dict[str, Tally] = defaultdict(Tally)
    complaints, small, major = Tally(), Tally(), Tally()
    units: dict[tuple[str, bool], UnitTally] = {}
    for one in counts:
        is_complaint = one.kind == "complaint"
        by_rule[one.rule].add(one.standing, one.number)
        sort = complaints if is_complaint else major if one.major else small
        sort.add(one.standing, one.number)
        if one.standing in (Standing.OPEN, Standing.LATE):
            unit = units.setdefault((one.unit, is_complaint), UnitTally(is_complaint))
            unit.by_rule[one.rule] = unit.by_rule.get(one.rule, 0) + one.number
            if one.major:
                unit.major += one.number
            else:
                unit.small += one.number
    spans: dict[str, list[Wait]] = defaultdict(list)
    for wait in waits:
        spans[wait.sort].append(wait)
    return Board(
        by_rule,
        complaints,
        small,
        major,
        units,
        {name: median_wait(found) for name, found in spans.items()},
    )


def median_wait(waits: Sequence[Wait]) -> FirstWord:
    """After how long half of them had a word, where some still wait (the estimator of Kaplan and Meier).

    Who still waits counts as waiting at least that long: not as answered, and not as left out.
    """
    left, waiting = len(waits), 1.0
    ordered = sorted(waits, key=lambda wait: (wait.span, not wait.over))
    for wait in ordered:
        if wait.over:
            waiting *= 1 - 1 / left
            if waiting <= HALF:
                return FirstWord(wait.span, at_least=False)
        left -= 1
    return FirstWord(ordered[-1].span, at_least=True)
