"""How well routing does on labelled texts: the usual figures, each with what it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from domain.area import Area

BINS = 10
"""The reliability table has one line for each tenth of probability."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one text was, and what routing made of it."""

    label: Area
    area: Area
    score: float
    sure: bool

    @property
    def right(self) -> bool:
        return self.label is self.area


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """Of one area: texts with this label, texts routed here, and those that are both."""

    area: Area
    labelled: int
    routed: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.routed if self.routed else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        both = self.labelled + self.routed
        return 2 * self.right / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Texts of about the same score: how many, their mean score, how many were right."""

    count: int
    mean_score: float
    right: int


def wilson(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson interval of a share (95 % by default). Wilson, JASA 22 (1927)."""
    if not total:
        return 0.0, 1.0
    share = right / total
    middle = share + z * z / (2 * total)
    reach = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    whole = 1 + z * z / total
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def measure_areas(outcomes: Sequence[Outcome]) -> list[AreaFigures]:
    """One line an area, in the order of `Area`."""
    return [
        AreaFigures(
            area,
            sum(o.label is area for o in outcomes),
            sum(o.area is area for o in outcomes),
            sum(o.label is area and o.right for o in outcomes),
        )
        for area in Area
    ]


def macro_f1(figures: Iterable[AreaFigures], fewest: int = 1) -> float:
    """The mean F1 of the areas that have at least `fewest` labelled texts."""
    scores = [line.f1 for line in figures if line.labelled >= fewest]
    return sum(scores) / len(scores) if scores else 0.0


def measure_tags(rows: Iterable[tuple[Iterable[str], Iterable[str]]]) -> tuple[int, int, int]:
    """Of rows of (tags that are meant, tags that were given): how many were meant, given, and both."""
    meant = given = both = 0
    for wanted, found in rows:
        meant += len(set(wanted))
        given += len(set(found))
        both += len(set(wanted).intersection(found))
    return meant, given, both


def count_confusion(outcomes: Iterable[Outcome]) -> dict[tuple[Area, Area], int]:
    """How many texts with this label were routed there."""
    counts: dict[tuple[Area, Area], int] = {}
    for outcome in outcomes:
        key = outcome.label, outcome.area
        counts[key] = counts.get(key, 0) + 1
    return counts


def tabulate_reliability(outcomes: Sequence[Outcome]) -> list[Bin]:
    """Texts by tenths of their score; empty tenths are left out."""
    bins = []
    for tenth in range(BINS):
        inside = [o for o in outcomes if min(int(o.score * BINS), BINS - 1) == tenth]
        if inside:
            mean = sum(o.score for o in inside) / len(inside)
            bins.append(Bin(len(inside), mean, sum(o.right for o in inside)))
    return bins


def calibration_error(bins: Sequence[Bin]) -> float:
    """ECE: the mean distance of score from share right, each bin by its size."""
    total = sum(line.count for line in bins)
    return sum(abs(line.mean_score * line.count - line.right) for line in bins) / max(1, total)


def right_among_surest(outcomes: Sequence[Outcome], share: float) -> tuple[int, int]:
    """(right, texts) among this share of the texts, the surest first."""
    ranked = sorted(outcomes, key=lambda outcome: -outcome.score)
    chosen = ranked[: round(share * len(ranked))]
    return sum(outcome.right for outcome in chosen), len(chosen)
