"""Reads content/unlearned.toml: the words that routing never takes from corrections."""

from pathlib import Path

from content.loader import ROOT, ContentError, Shape, load
from content.name import load_surnames
from domain.unlearned import Unlearned


class _File(Shape):
    small: str
    places: str
    place_ends: str
    titles: str


def load_unlearned(root: Path = ROOT) -> Unlearned:
    """Raises ContentError with file, key and reason."""
    path = root / "unlearned.toml"
    shape = load(path, _File)
    if " " in shape.place_ends:
        raise ContentError(path, "place_ends", "put no blanks between the characters")
    return Unlearned(
        frozenset(shape.small.split()),
        frozenset(shape.places.split()),
        frozenset(shape.place_ends),
        frozenset(shape.titles.split()),
        load_surnames(root),
    )
