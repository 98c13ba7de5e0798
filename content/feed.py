"""Reads content/feed.toml, the words of case files."""

from pathlib import Path
from typing import TypeVar

from content.loader import ROOT, ContentError, Shape, load
from content.sensitive import load_sensitive_words
from content.unit import load_units
from domain.case_life import Kind, Stage
from domain.feed_words import COLUMNS, FeedWords, plain

T = TypeVar("T")


class _Flags(Shape):
    yes: list[str]
    no: list[str]


class _FeedFile(Shape):
    columns: dict[str, list[str]]
    kinds: dict[Kind, list[str]]
    stages: dict[Stage, list[str]]
    only: dict[Kind, list[str]]
    flags: _Flags


def load_feed_words(root: Path = ROOT, own_units: Path | None = None) -> FeedWords:
    """own_units: as for `load_units`.

    Raises ContentError with file, key and reason, also for a word with two meanings.
    """
    path = root / "feed.toml"
    shape = load(path, _FeedFile)
    if set(shape.columns) != set(COLUMNS):
        raise ContentError(path, "columns", f"must be {', '.join(COLUMNS)}")
    kinds = {kind: [kind.value, *shape.kinds.get(kind, [])] for kind in Kind}
    stages = {stage: [stage.value, *shape.stages.get(stage, [])] for stage in Stage}
    listed = load_sensitive_words(root)
    return FeedWords(
        columns=_by_word(path, "columns", shape.columns),
        kinds=_by_word(path, "kinds", kinds),
        stages=(stage_words := _by_word(path, "stages", stages)),
        only=_kinds_of_words(path, shape.only, stage_words),
        flags=_by_word(path, "flags", {True: shape.flags.yes, False: shape.flags.no}),
        sensitive=(*listed.words, *listed.roots),
        harmless=listed.harmless,
        ordinary=listed.ordinary,
        units=load_units(root, own_units),
    )


def _by_word(path: Path, key: str, names: dict[T, list[str]]) -> dict[str, T]:
    meanings: dict[str, T] = {}
    for meaning, words in names.items():
        for word in words:
            if meanings.setdefault(plain(word), meaning) != meaning:
                raise ContentError(path, f"{key}.{meaning}", f"{word} has two meanings")
    return meanings


def _kinds_of_words(
    path: Path, only: dict[Kind, list[str]], known: dict[str, Stage]
) -> dict[str, frozenset[Kind]]:
    kinds: dict[str, frozenset[Kind]] = {}
    for kind, words in only.items():
        for word in words:
            if plain(word) not in known:
                raise ContentError(path, f"only.{kind}", f"{word} is no word of a stage")
            kinds[plain(word)] = kinds.get(plain(word), frozenset()) | {kind}
    return kinds
