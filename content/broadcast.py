"""Reads content/broadcast.toml, what the words of a broadcast may not hold."""

import re
from pathlib import Path

from content.loader import ROOT, ContentError, Shape, load
from domain.broadcast_words import BroadcastWords
from domain.notice_lint import LintWords


class _Words(Shape):
    links: list[str]
    asking: list[str]
    wanted: list[str]
    warning: list[str]
    fraud: list[str]
    verdict: list[str]


def load_broadcast_words(facts: LintWords, root: Path = ROOT) -> BroadcastWords:
    """`facts`: what no words to citizens may hold. Raises ContentError with file, key and reason."""
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
        facts=facts,
    )
