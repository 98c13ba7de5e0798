"""Duties that can't be reckoned are refused when they are read."""

from pathlib import Path
from shutil import copytree

import pytest

from content.duty import load_duties
from content.loader import ROOT, ContentError


def test_days_are_not_added_to_a_clock_of_hours(tmp_path: Path) -> None:
    copytree(ROOT / "duties", tmp_path / "duties")
    cases = tmp_path / "duties" / "cases.toml"
    text = cases.read_text(encoding="utf-8")
    assert load_duties(tmp_path)
    event = 'event = "acceptance_complex"\n        amount = 3\n        unit = "days"\n'
    whole = f"{event}        instead = true\n"
    assert whole in text
    cases.write_text(text.replace(whole, event), encoding="utf-8")
    with pytest.raises(ContentError, match="acceptance"):
        load_duties(tmp_path)
