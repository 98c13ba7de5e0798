"""A year without its holidays is noticed at the start, as soon as a date in it is kept."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot import app as app_module
from bot.app import App
from bot.settings import Settings
from domain.duty import Standing
from domain.ladder import Step
from domain.reckoning import Course
from storage import deadlines
from storage.deadlines import Changes, Holder

NOW = datetime(2026, 9, 1, 2, tzinfo=UTC)
SAID = "dates are kept in a year whose holidays are not on file"
SOON = datetime(2026, 12, 20, tzinfo=UTC)


async def start(home: Path) -> list[str]:
    app = App(Settings(home=home, http_port=0))
    with capture_logs() as logs:
        await app.start()
        await app.stop()
    return [f"{log['log_level']} {log.get('year')}" for log in logs if log["event"] == SAID]


async def test_a_start_warns_of_a_year_that_a_kept_date_lies_in(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "utc_now", lambda: NOW)
    assert await start(home) == []
    app = App(Settings(home=home, http_port=0))
    course = Course(
        "filing", NOW, datetime(2027, 1, 9, tzinfo=UTC), Standing.OPEN, None, Step.WATCHED, SOON
    )
    async with app.database.transaction() as db:
        await deadlines.keep(db, Changes([(Holder("case:1", "criminal", "x", False), course)], []))
    await app.database.close()
    assert await start(home) == ["warning 2027"]
