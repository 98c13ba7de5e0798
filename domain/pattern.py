"""Patterns over words: `不|没 … 处理|结果`, read once and then looked for in a row of words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

NUMBER = "#"
"""In a pattern: any whole number."""
GAP = 6
"""How many words `…` may stand for."""
SENTENCE_ENDS = frozenset("。!?;\n…~")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words in a row: one of each step, with at most `gaps[i]` words before step i."""

    source: str
    steps: tuple[frozenset[str], ...]
    gaps: tuple[int, ...]


def read_pattern(source: str, topic_words: Callable[[str], frozenset[str]]) -> Pattern:
    """Steps are separated by blanks, alternatives by `|`; `…` lets up to GAP words stand between;
    `@theft` is any word of that topic, `#` any number. Raises ValueError with what is wrong.
    """
    steps: list[frozenset[str]] = []
    gaps: list[int] = []
    gap = 0
    for part in source.split():
        if part == "…":
            gap = GAP
            continue
        words: set[str] = set()
        for word in part.split("|"):
            if not word:
                raise ValueError(f"an empty alternative in {part!r}")
            words |= topic_words(word[1:]) if word.startswith("@") else {word}
        steps.append(frozenset(words))
        gaps.append(gap)
        gap = 0
    if len(steps) < 2 or gap:
        raise ValueError("a pattern needs two steps or more, and none may end in …")
    return Pattern(source, tuple(steps), (0, *gaps[1:]))


def match_pattern(pattern: Pattern, words: Sequence[str], first: int) -> int | None:
    """Where the match that begins at word `first` ends (the last word's place), None if none."""
    if not _is_step(pattern.steps[0], words[first]):
        return None
    place = first
    for step, gap in zip(pattern.steps[1:], pattern.gaps[1:], strict=True):
        for candidate in range(place + 1, min(place + 2 + gap, len(words))):
            word = words[candidate]
            if _is_step(step, word):
                place = candidate
                break
            if word in SENTENCE_ENDS:
                return None
        else:
            return None
    return place


def _is_step(step: frozenset[str], word: str) -> bool:
    return word in step or (NUMBER in step and word.isdigit())
