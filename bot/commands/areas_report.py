"""The table of `minyi areas check`."""

from collections.abc import Sequence

from domain.area import Area
from domain.measuring import (
    Outcome,
    calibration_error,
    count_confusion,
    macro_f1,
    measure_areas,
    right_among_surest,
    tabulate_reliability,
    wilson,
)

COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
FEWEST = 10
"""Areas with fewer labelled texts say little: macro-F1 is told without them too."""


def report(outcomes: Sequence[Outcome]) -> str:
    """All figures as plain text."""
    figures = measure_areas(outcomes)
    rare = [line.area.value for line in figures if 0 < line.labelled < FEWEST]
    note = ""
    if rare and any(line.labelled >= FEWEST for line in figures):
        share = f"{macro_f1(figures, FEWEST):.3f} without {', '.join(rare)}"
        note = f" (of all that occur; {share}: fewer than {FEWEST} texts)"
    right = sum(outcome.right for outcome in outcomes)
    parts = [
        f"texts      {len(outcomes)}",
        f"accuracy   {_share(right, len(outcomes))}",
        f"macro-F1   {macro_f1(figures):.3f}{note}",
        "",
        f"{'area':<12}{'texts':>6}{'precision (95 %)':>24}{'recall (95 %)':>24}{'F1':>7}",
        *(
            f"{line.area.value:<12}{line.labelled:>6}{_between(line.right, line.routed):>24}"
            f"{_between(line.right, line.labelled):>24}{line.f1:>7.3f}"
            for line in figures
        ),
        "",
        *_draw_confusion(outcomes),
        "",
        *_draw_sureness(outcomes),
        "",
        *_draw_reliability(outcomes),
        "",
    ]
    return "\n".join(parts)


def report_tags(meant: int, given: int, both: int) -> str:
    """How many of the tags given are meant, and of those meant are given."""
    return (
        f"tags       precision {_share(both, given)}\n           recall    {_share(both, meant)}\n"
    )


def _share(right: int, total: int) -> str:
    low, high = wilson(right, total)
    return f"{right / max(1, total):.3f} ({right} of {total}, 95 %: {low:.3f} to {high:.3f})"


def _between(right: int, total: int) -> str:
    low, high = wilson(right, total)
    return f"{right / max(1, total):.3f} ({low:.3f} to {high:.3f})"


def _draw_confusion(outcomes: Sequence[Outcome]) -> list[str]:
    counts = count_confusion(outcomes)
    head = "label / routed to".ljust(18) + "".join(f"{area.value[:8]:>9}" for area in Area)
    rows = (
        area.value.ljust(18) + "".join(f"{counts.get((area, found), 0):>9}" for found in Area)
        for area in Area
    )
    return [head, *rows]


def _draw_sureness(outcomes: Sequence[Outcome]) -> list[str]:
    sure = [outcome for outcome in outcomes if outcome.sure]
    lines = [
        f"sure: {len(sure) / max(1, len(outcomes)):.1%} of texts, of them right "
        + _share(sum(outcome.right for outcome in sure), len(sure)),
        "surest share of texts   right",
    ]
    for share in COVERAGES:
        lines.append(f"{share:>21.0%}   {_share(*right_among_surest(outcomes, share))}")
    return lines


def _draw_reliability(outcomes: Sequence[Outcome]) -> list[str]:
    bins = tabulate_reliability(outcomes)
    return [
        f"calibration error (ECE) {calibration_error(bins):.3f}",
        f"{'texts':>6}{'mean score':>12}{'right':>8}",
        *(
            f"{line.count:>6}{line.mean_score:>12.3f}{line.right / line.count:>8.3f}"
            for line in bins
        ),
    ]
