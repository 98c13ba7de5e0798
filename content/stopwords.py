"""Reads content/stopwords.toml, the words that stop messages."""

from pathlib import Path

from content.loader import ROOT, ContentError, Shape, load
from domain.stopwords import StopWords
from domain.typed import as_code


class _Words(Shape):
    everything: list[str]
    notices: list[str]
    surveys: list[str]
    broadcasts: list[str]


def load_stop_words(root: Path = ROOT) -> StopWords:
    """Raises ContentError with file, key and reason, also for a word that stands in two lists."""
    path = root / "stopwords.toml"
    shape = load(path, _Words)
    seen: dict[str, str] = {}
    for kind, words in shape:
        for word in words:
            if not as_code(word):
                raise ContentError(path, kind, f"{word!r} holds no letter")
            if seen.setdefault(as_code(word), kind) != kind:
                raise ContentError(path, kind, f"{word!r} stands in {seen[as_code(word)]} too")
    return StopWords(**{kind: frozenset(map(as_code, words)) for kind, words in shape})
