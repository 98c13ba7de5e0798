"""Reads content/small_talk.toml, what people say that is no matter for a desk."""

import re
from collections.abc import Sequence
from pathlib import Path

from content.loader import ROOT, ContentError, Shape, load
from domain.plain_text import make_plain
from domain.small_talk import SmallTalkWords, bare


class _Words(Shape):
    greetings: list[str]
    thanks: list[str]
    sounds: list[str]
    curses: list[str]
    fillers: list[str]


def load_small_talk(root: Path = ROOT) -> SmallTalkWords:
    """Raises ContentError with file, key and reason."""
    path = root / "small_talk.toml"
    shape = load(path, _Words)
    for key, words in shape:
        for place, word in enumerate(words):
            if not bare(word):
                raise ContentError(path, f"{key}.{place}", f"{word!r} holds no letter")
    sounds = "|".join(re.escape(bare(sound)) for sound in _longest_first(shape.sounds))
    return SmallTalkWords(
        frozenset(map(bare, shape.greetings)),
        frozenset(map(bare, shape.thanks)),
        re.compile(f"(?:{sounds})+"),
        _any_of(shape.curses),
        _any_of(shape.fillers),
    )


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """Finds any of these; a Latin one only as a word of its own."""
    found = []
    for word in _longest_first(words):
        plain = re.escape(make_plain(word).text)
        found.append(rf"(?<![a-z]){plain}(?![a-z])" if word.isascii() else plain)
    return re.compile("|".join(found))


def _longest_first(words: Sequence[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)
