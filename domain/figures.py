"""Numbers as people write them: 五千, 伍仟, 一三八… with figures for numerals, every place kept."""

import re
from collections.abc import Collection, Iterator

_NUMERALS = str.maketrans(
    "零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖拾佰仟萬億",
    "00012345678912123456789十百千万亿",
)
_RUN = re.compile(r"\d(?:[ \t._·•‐‑‒–—―−ー-]{0,3}\d)*")
_LETTER = re.compile("[A-Za-z]")
TOGETHER = 5
"""So many figures in a row look like a number to call or an account,"""
APART = 7
"""and so many with blanks, dots or dashes between."""
NOTHING = "\n"
"""Stands for what is left out: no number goes on across it."""


def as_figures(plain: str) -> str:
    """The text with a figure for each numeral. 十, 百, 千 and 万 stay: 三千 is 3千."""
    return plain.translate(_NUMERALS)


def find_numbers(figures: str) -> Iterator[tuple[int, int]]:
    """Where figures stand that look like a telephone, an account or a card."""
    for run in _RUN.finditer(figures):
        together = max(map(len, re.findall(r"\d+", run.group())))
        if together >= TOGETHER or len(only_digits(run.group())) >= APART:
            yield run.span()


def leave_out_public(plain: str, figures: str, public: Collection[str]) -> str:
    """`figures` without the public numbers of `plain`, at the same length.

    Where much is left beside them, as in "138 110 8000", they belong to a longer number and stay.
    """
    left = list(figures)
    for run in _RUN.finditer(plain):
        parts = [run.span()]
        if only_digits(run.group()) not in public:
            words = re.finditer(r"\S+", run.group())
            parts = [(run.start() + word.start(), run.start() + word.end()) for word in words]
        known = [(a, b) for a, b in parts if only_digits(plain[a:b]) in public]
        if _LETTER.match(plain[run.start() - 1 : run.start()]):
            continue
        told = sum(len(only_digits(plain[a:b])) for a, b in known)
        if len(only_digits(run.group())) - told < TOGETHER:
            for a, b in known:
                left[a:b] = NOTHING * (b - a)
    return "".join(left)


def only_digits(text: str) -> str:
    return re.sub(r"\D", "", text)
