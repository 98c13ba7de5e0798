"""Reads content/small_talk.toml, what people say that is no matter for a desk."""

from pathlib import Path

from content.loader import ROOT, ContentError, Shape, load
from domain.small_talk import SmallTalkWords, bare


class _Words(Shape):
    greetings: list[str]
    thanks: list[str]


def load_small_talk(root: Path = ROOT) -> SmallTalkWords:
    """Raises ContentError with file, key and reason."""
    path = root / "small_talk.toml"
    shape = load(path, _Words)
    for key, words in shape:
        for place, word in enumerate(words):
            if not bare(word):
                raise ContentError(path, f"{key}.{place}", f"{word!r} holds no letter")
    return SmallTalkWords(frozenset(map(bare, shape.greetings)), frozenset(map(bare, shape.thanks)))
