from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from content.rulebook import load_rulebook
from domain.period import Period, Unit
from domain.promise import Account, Standing, standing_of_entries
from tests.conftest import NOW

CALENDAR = load_rulebook(ZoneInfo("Asia/Shanghai")).calendar
WEEK = Period(7, Unit.DAYS)


@pytest.mark.parametrize(
    ("days", "standing"),
    [(0, Standing.KEPT), (6, Standing.KEPT), (7, Standing.AT_RISK), (9, Standing.LATE)],
)
def test_an_entry_keeps_its_commitment_for_a_period(days: int, standing: Standing) -> None:
    assert standing_of_entries(NOW - timedelta(days=days), WEEK, CALENDAR, NOW, None) is standing


@pytest.mark.parametrize(
    ("days", "standing"),
    [(0, Standing.UNKNOWN), (7, Standing.AT_RISK), (9, Standing.LATE), (400, Standing.LATE)],
)
def test_what_nobody_ever_entered_gets_late_from_the_first_day_on(
    days: int, standing: Standing
) -> None:
    begun = NOW - timedelta(days=days)
    assert standing_of_entries(None, WEEK, CALENDAR, NOW, begun) is standing


def test_before_the_first_start_nothing_is_claimed() -> None:
    assert standing_of_entries(None, WEEK, CALENDAR, NOW, None) is Standing.UNKNOWN


def test_one_that_is_late_is_worth_more_than_a_hundred_kept() -> None:
    assert Account(kept=100, late=1).standing is Standing.LATE
    assert Account(kept=100, at_risk=1).standing is Standing.AT_RISK
    assert Account(kept=1).standing is Standing.KEPT
    assert Account().standing is Standing.UNKNOWN
