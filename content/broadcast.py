"""Reads content/broadcast.toml, what the words of a broadcast may not hold."""

import re
from collections.abc import Iterable
from pathlib import Path

from content.loader import ROOT, ContentError, Shape, load
from domain.broadcast_words import BroadcastWords


class _Words(Shape):
    links: list[str]
    public: list[str]
    asking: list[str]
    wanted: list[str]
    warning: list[str]
    fraud: list[str]


def load_broadcast_words(phones: Iterable[str] = (), root: Path = ROOT) -> BroadcastWords:
    """`phones`: the units' public numbers. Raises ContentError with file, key and reason."""
    path = root / "broadcast.toml"
    words = load(path, _Words)
    try:
        links = tuple(re.compile(pattern) for pattern in words.links)
    except re.error as error:
        raise ContentError(path, "links", f"{error.pattern!r}: {error}") from error
    return BroadcastWords(
        links=links,
        public=frozenset(re.sub(r"\D", "", number) for number in (*words.public, *phones)),
        asking=tuple(map(str.lower, words.asking)),
        wanted=tuple(map(str.lower, words.wanted)),
        warning=tuple(map(str.lower, words.warning)),
        fraud=tuple(map(str.lower, words.fraud)),
    )
