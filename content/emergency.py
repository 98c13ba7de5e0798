"""Reads content/emergency.toml, the words of danger, and what was learned of its sound."""

import re
from math import isfinite
from pathlib import Path
from typing import Annotated

from pydantic import Field

from content.loader import ROOT, ContentError, Shape, load
from content.weights import LARGEST
from domain.alarm_weighing import AlarmWeights
from domain.emergency import AlarmWords, any_of
from domain.plain_text import make_plain


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


_Weight = Annotated[float, Field(ge=-LARGEST, le=LARGEST)]


class _Weights(Shape):
    alarm_from: float = Field(gt=0, le=1)
    harmless_below: float = Field(ge=0, lt=1)
    start: tuple[_Weight, _Weight]
    piece: str


def load_alarm_words(root: Path = ROOT) -> AlarmWords:
    """Raises ContentError with file, line, key and reason."""
    path = root / "emergency.toml"
    shape = load(path, _Words)
    for key, words in shape:
        for word in words:
            try:
                pattern = any_of([word])
            except re.error as error:
                raise ContentError(path, f"{key}.{word}", f"{word!r}: {error}") from error
            if pattern.search("") or pattern.search(" "):
                raise ContentError(path, f"{key}.{word}", f"{word!r} would be found in any text")
            if make_plain(word).text != word:
                raise ContentError(
                    path,
                    f"{key}.{word}",
                    f"{word!r} is never found; write {make_plain(word).text!r}",
                )
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
        weights=read_alarm_weights(root / "emergency_weights.toml"),
    )


def read_alarm_weights(path: Path) -> AlarmWeights:
    """Each line: a piece, then its weight for an emergency and for a wish to die.

    Without the file only words count. Raises ContentError.
    """
    if not path.exists():
        return AlarmWeights()
    shape = load(path, _Weights)
    pieces: dict[str, tuple[float, float]] = {}
    for line in filter(str.strip, shape.piece.splitlines()):
        piece, *numbers = line.rsplit(maxsplit=2)
        try:
            emergency, self_harm = map(float, numbers)
        except ValueError:
            raise ContentError(path, f"piece.{piece}", "two weights must follow") from None
        if not all(
            isfinite(weight) and abs(weight) <= LARGEST for weight in (emergency, self_harm)
        ):
            reason = f"each weight must be a number up to {LARGEST:g}"
            raise ContentError(path, f"piece.{piece}", reason)
        pieces[piece] = emergency, self_harm
    return AlarmWeights(pieces, shape.start, shape.alarm_from, shape.harmless_below)


def format_alarm_weights(weights: AlarmWeights) -> str:
    """The text of a file that `read_alarm_weights` reads back."""
    lines = [f"{piece} {e:.2f} {s:.2f}" for piece, (e, s) in sorted(weights.pieces.items())]
    return "\n".join(
        [
            "# Learned: how much each piece of a message sounds like an emergency, like a wish to die.",
            "# Made by `python -m tests.routing.alarms_learn`; a line may be changed or taken out.",
            f"alarm_from = {weights.alarm_from}",
            f"harmless_below = {weights.harmless_below}",
            f"start = [{weights.start[0]}, {weights.start[1]}]",
            "piece = '''",
            *lines,
            "'''",
            "",
        ]
    )
