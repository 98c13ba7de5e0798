"""Reads content/sensitive.toml, the cases about which nothing is told automatically."""

import tomllib
from pathlib import Path

from content.loader import ROOT, Bilingual, ContentError, Shape, check
from domain.feed_words import SensitiveWords, plain

LISTS = ("harmless", "ordinary")


class _Category(Shape):
    title: Bilingual
    words: list[str]
    roots: list[str]


class _Lists(Shape):
    harmless: list[str]
    ordinary: list[str]


def load_sensitive_words(root: Path = ROOT) -> SensitiveWords:
    """All words as domain.feed_words.plain has them. Raises ContentError with file, key and reason."""
    path = root / "sensitive.toml"
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ContentError(path, "", str(error)) from error
    lists = check(path, _Lists, {key: entries.pop(key) for key in LISTS if key in entries})
    categories = {key: check(path, _Category, entry) for key, entry in entries.items()}

    def read(key: str, words: list[str]) -> list[str]:
        if not all(map(plain, words)):
            raise ContentError(path, key, "an empty word would fit every case")
        return list(map(plain, words))

    return SensitiveWords(
        words=tuple(w for key, one in categories.items() for w in read(f"{key}.words", one.words)),
        roots=tuple(w for key, one in categories.items() for w in read(f"{key}.roots", one.roots)),
        harmless=tuple(read("harmless", lists.harmless)),
        ordinary=tuple(read("ordinary", lists.ordinary)),
    )
