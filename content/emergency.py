"""Reads content/emergency.toml, the words of danger."""

from pathlib import Path

from content.loader import ROOT, Shape, load
from domain.emergency import AlarmWords


class _Words(Shape):
    danger: list[str]
    self_harm: list[str]


def load_alarm_words(root: Path = ROOT) -> AlarmWords:
    """Raises ContentError with file, key and reason."""
    shape = load(root / "emergency.toml", _Words)
    return AlarmWords(tuple(shape.danger), tuple(shape.self_harm))
