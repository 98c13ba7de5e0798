"""Reads content/kinds.toml, the words of praise and of suggestions."""

from pathlib import Path

from content.loader import ROOT, Shape, load
from domain.kind_guess import KindWords
from domain.plain_text import make_plain


class _Words(Shape):
    praise: list[str]
    suggestion: list[str]
    complaint: list[str]


def load_kind_words(root: Path = ROOT) -> KindWords:
    """Raises ContentError with file, key and reason."""
    shape = load(root / "kinds.toml", _Words)
    plain = (
        tuple(make_plain(word).text for word in words)
        for words in (shape.praise, shape.suggestion, shape.complaint)
    )
    return KindWords(*plain)
