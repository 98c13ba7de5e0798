import pytest

from domain.area import Area
from domain.measuring import (
    Outcome,
    calibration_error,
    macro_f1,
    measure_areas,
    right_among_surest,
    tabulate_reliability,
    wilson,
)


def test_the_wilson_interval_is_that_of_the_books() -> None:
    assert wilson(9, 10) == pytest.approx((0.596, 0.982), abs=0.001)
    assert wilson(10, 10) == pytest.approx((0.722, 1.0), abs=0.001)
    assert wilson(0, 0) == (0.0, 1.0)


def outcome(label: Area, area: Area, score: float = 0.9) -> Outcome:
    return Outcome(label, area, score, sure=score > 0.8)


def test_figures_of_an_area_count_what_was_missed_and_what_came_wrongly() -> None:
    outcomes = [
        outcome(Area.SERVICE, Area.SERVICE),
        outcome(Area.SERVICE, Area.OTHER),
        outcome(Area.OTHER, Area.SERVICE),
        outcome(Area.OTHER, Area.OTHER),
        outcome(Area.OTHER, Area.OTHER),
    ]
    figures = {line.area: line for line in measure_areas(outcomes)}
    assert figures[Area.SERVICE].precision == 0.5
    assert figures[Area.SERVICE].recall == 0.5
    assert figures[Area.OTHER].f1 == pytest.approx(2 / 3)
    assert macro_f1(figures.values()) == pytest.approx((0.5 + 2 / 3) / 2)


def test_a_perfectly_honest_score_has_no_calibration_error() -> None:
    outcomes = [outcome(Area.OTHER, Area.OTHER, 0.75)] * 3
    outcomes.append(outcome(Area.OTHER, Area.SERVICE, 0.75))
    assert calibration_error(tabulate_reliability(outcomes)) == pytest.approx(0)


def test_the_surest_come_first() -> None:
    outcomes = [
        outcome(Area.OTHER, Area.SERVICE, 0.3),
        outcome(Area.OTHER, Area.OTHER, 0.9),
        outcome(Area.OTHER, Area.OTHER, 0.8),
        outcome(Area.OTHER, Area.SERVICE, 0.4),
    ]
    assert right_among_surest(outcomes, 0.5) == (2, 2)
