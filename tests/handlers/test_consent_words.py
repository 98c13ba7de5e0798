"""What people agree to is true: where it is kept in their channel, and every period as it is set."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from handlers import welcome
from handlers.house import House
from handlers.turn import Turn
from tests.conftest import NOW


def _turn(house: House, channel: str, language: str = "zh") -> Turn:
    return Turn(cast("Any", None), NOW, channel, 1, house.book[language], house)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_telegram_it_says_whose_servers_the_talk_lies_on(house: House, language: str) -> None:
    said = {
        channel: welcome.ask_consent(_turn(house, channel), language).text
        for channel in ("telegram", "web", "terminal-1")
    }
    assert "Telegram" in said["telegram"]
    assert "Telegram" not in said["web"]
    assert said["web"] == said["terminal-1"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_period_in_it_is_the_setting(house: House, language: str) -> None:
    """With a cool-down of 90 days it still promised 30."""
    periods = {
        "history_retention": 41,
        "complaint_retention": 42,
        "complaint_silence": 43,
        "survey_expiry": 44,
        "case_retention": 45,
        "citizen_retention": 46,
        "opinion_retention": 47,
        "survey_cooldown": 48,
    }
    policy = replace(
        house.policy,
        **{name: timedelta(days=days) for name, days in periods.items()},  # type: ignore[arg-type]
    )
    turn = _turn(replace(house, policy=policy), "web", language)
    words = welcome.ask_consent(turn, language).text + welcome.ask_for(turn, "surveys").text
    assert [days for days in periods.values() if str(days) not in words] == []
