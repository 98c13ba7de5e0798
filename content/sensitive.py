"""Reads content/sensitive.toml, the cases about which nothing is told automatically."""

import tomllib
from pathlib import Path

from content.loader import ROOT, Bilingual, ContentError, Shape, check
from domain.feed_words import plain


class _Category(Shape):
    title: Bilingual
    words: list[str]


def load_sensitive_words(root: Path = ROOT) -> tuple[str, ...]:
    """The words that make a category sensitive, as domain.feed_words.plain has them.

    Raises ContentError with file, key and reason.
    """
    path = root / "sensitive.toml"
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ContentError(path, "", str(error)) from error
    words = []
    for key, entry in entries.items():
        for word in check(path, _Category, entry).words:
            if not plain(word):
                raise ContentError(path, f"{key}.words", "an empty word would fit every case")
            words.append(plain(word))
    return tuple(words)
