"""Invented units and telephone numbers are not shown to real people without a word at the start."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.app import App
from bot.settings import Settings

SAID = "citizens are told of invented units and telephone numbers"
OWN = (
    '[[unit]]\nid = "own"\ntitle = { zh = "甲", en = "A" }\n'
    'phone = "1"\nnames = ["自家所"]\ntakes_reports = true\n'
)


async def _start(home: Path, *, demo: bool) -> list[str]:
    app = App(Settings(home=home, http_port=0, demo=demo))
    with capture_logs() as logs:
        await app.start()
        await app.stop()
    return [log["log_level"] for log in logs if log["event"] == SAID]


@pytest.mark.parametrize(("demo", "said"), [(False, ["error"]), (True, [])])
async def test_only_a_demo_starts_with_invented_units_without_a_word(
    tmp_path: Path, demo: bool, said: list[str]
) -> None:
    assert await _start(tmp_path, demo=demo) == said


async def test_a_home_with_its_own_units_starts_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "units.toml").write_text(OWN, encoding="utf-8")
    assert await _start(tmp_path, demo=False) == []
