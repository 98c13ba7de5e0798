"""Reads content/broadcast.toml, what the words of a broadcast may not hold."""

import re
from collections.abc import Iterable
from pathlib import Path

from content.lint import load_lint_words
from content.loader import ROOT, ContentError, Shape, load
from domain.broadcast_words import BroadcastWords


class _Words(Shape):
    links: list[str]
    asking: list[str]
    wanted: list[str]
    warning: list[str]
    fraud: list[str]
    verdict: list[str]


def load_broadcast_words(phones: Iterable[str] = (), root: Path = ROOT) -> BroadcastWords:
    """`phones`: the units' public numbers. Raises ContentError with file, key and reason."""
    path = root / "broadcast.toml"
    words = load(path, _Words)

    def any_of(key: str) -> re.Pattern[str]:
        patterns: list[str] = getattr(words, key)
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ContentError(path, key, f"{pattern!r}: {error}") from error
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)", re.ASCII)

    return BroadcastWords(
        links=any_of("links"),
        asking=any_of("asking"),
        wanted=any_of("wanted"),
        warning=any_of("warning"),
        fraud=any_of("fraud"),
        verdict=any_of("verdict"),
        facts=load_lint_words(phones, root),
    )
