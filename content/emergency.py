"""Reads content/emergency.toml, the words of danger."""

import re
from pathlib import Path

from content.loader import ROOT, ContentError, Shape, load
from domain.emergency import AlarmWords, any_of


class _Words(Shape):
    cry: list[str]
    danger: list[str]
    now: list[str]
    past: list[str]
    habit: list[str]
    asking: list[str]
    hearsay: list[str]
    harmless: list[str]
    self_harm: list[str]
    not_self: list[str]
    other_person: list[str]


def load_alarm_words(root: Path = ROOT) -> AlarmWords:
    """Raises ContentError with file, line, key and reason."""
    path = root / "emergency.toml"
    shape = load(path, _Words)
    for key, words in shape:
        for word in words:
            try:
                any_of([word])
            except re.error as error:
                raise ContentError(path, f"{key}.{word}", f"{word!r}: {error}") from error
    return AlarmWords(
        cry=any_of(shape.cry),
        danger=any_of(shape.danger),
        now=any_of(shape.now),
        another_time=any_of([*shape.past, *shape.hearsay]),
        habit=any_of(shape.habit),
        asking=any_of(shape.asking),
        harmless=any_of(shape.harmless),
        self_harm=any_of(shape.self_harm),
        not_self=any_of(shape.not_self),
        other_person=any_of(shape.other_person),
    )
