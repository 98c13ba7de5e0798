"""What a notice must have and must not have: three parts, a plain end, and no facts of the case."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from domain.figures import NOTHING, as_figures, find_numbers, leave_out_public
from domain.plain_text import PlainText, close_gaps, make_plain

AROUND = 8
"""Characters shown on either side of what was found."""
OWN = 2
"""Letters that a sentence needs besides signs to say something: 已 or 需要 alone is no part."""

SENTENCE = re.compile(r"(?:[^。!?\n.]|\.(?!\s|$))+[。!?.]*")
CLAUSE = re.compile(r"(?:[^。!?\n.,;、]|[.,](?=[\da-z]))+")
HEADING = re.compile(r"(?<=[:】\]])\s+")
"""A part begins on the line after its heading, too."""


class Fault(StrEnum):
    WHAT_MISSING = "what_missing"
    WHY_MISSING = "why_missing"
    HOW_MISSING = "how_missing"
    VAGUE = "vague"
    IDENTITY = "identity"
    PLATE = "plate"
    PHONE = "phone"
    AMOUNT = "amount"
    ADDRESS = "address"
    NAME = "name"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault and the words that show it, with a few around them; empty for what is missing."""

    fault: Fault
    words: str
    around: str = ""


@dataclass(frozen=True, slots=True)
class LintWords:
    """What content/lint.toml and content/names.toml hold.

    parts: for what, why and how, the signs of which one must stand in the notice. courtesy, empty,
    definite: sentences that end nothing, that say nothing, and what makes them say something after
    all. facts: patterns by fault, over figures for numerals; names over the words as they are.
    allowed: by fault, what looks like such a fact and is none. public: numbers that may be told.
    """

    parts: Mapping[Fault, re.Pattern[str]]
    courtesy: re.Pattern[str]
    empty: re.Pattern[str]
    definite: re.Pattern[str]
    facts: Mapping[Fault, Sequence[re.Pattern[str]]]
    names: Sequence[re.Pattern[str]]
    allowed: Mapping[Fault, re.Pattern[str]]
    public: frozenset[str]


def find_facts(words: LintWords, text: str) -> list[Finding]:
    """Facts of a case that an investigator may not tell (law: 刑事程序规定 211).

    Figures are one fact, the first of `Fault` that they look like.
    """
    plain = _read(text)
    taken: list[tuple[object, int, int]] = []
    found = []
    for fault, start, end in _facts(words, plain.text):
        sort = fault if fault in (Fault.ADDRESS, Fault.NAME) else "figures"
        if not any(sort == of and start < until and since < end for of, since, until in taken):
            taken.append((sort, start, end))
            found.append(_found(fault, text, *plain.typed(start, end)))
    return found


def lint_notice(words: LintWords, text: str) -> list[Finding]:
    """All faults of a notice that says what, why and how (是什么、为什么、怎么办)."""
    missing = [Finding(fault, "") for fault in _missing(words, _read(text).text)]
    return missing + find_vague_end(words, text) + find_facts(words, text)


def lint_parts(words: LintWords, what: str, why: str, how: str) -> list[Finding]:
    """The same for a notice whose three parts are written one by one."""
    parts = {Fault.WHAT_MISSING: what, Fault.WHY_MISSING: why, Fault.HOW_MISSING: how}
    missing = [Finding(fault, "") for fault, part in parts.items() if not part.strip()]
    facts = [found for part in parts.values() for found in find_facts(words, part)]
    return missing + find_vague_end(words, how) + facts


def find_vague_end(words: LintWords, text: str) -> list[Finding]:
    """The last sentence but for courtesies, when it leaves people where they were.

    "We will handle it" says nothing; with a day, or with something to do, it does.
    """
    plain = _read(text)
    sentences = [s for s in SENTENCE.finditer(plain.text) if any(map(str.isalnum, s.group()))]
    while len(sentences) > 1 and words.courtesy.match(sentences[-1].group().strip()):
        sentences.pop()
    if not sentences:
        return []
    start, end = sentences[-1].span()
    empty = words.empty.search(plain.text, start, end)
    if empty is None or words.definite.search(as_figures(plain.text), start, end):
        return []
    return [_found(Fault.VAGUE, text, *plain.typed(*empty.span()))]


def _facts(words: LintWords, plain: str) -> Iterable[tuple[Fault, int, int]]:
    figures = as_figures(plain)
    private = leave_out_public(plain, figures, words.public)
    for fault in Fault:
        view = private if fault in (Fault.PHONE, Fault.NUMBER) else figures
        if fault in words.allowed:
            view = words.allowed[fault].sub(lambda said: NOTHING * len(said.group()), view)
        for pattern in words.facts.get(fault, ()):
            yield from ((fault, *match.span()) for match in pattern.finditer(view))
        if fault is Fault.NAME:
            for pattern in words.names:
                yield from ((fault, *match.span()) for match in pattern.finditer(plain))
        if fault is Fault.NUMBER:
            yield from ((fault, *span) for span in find_numbers(view))


def _missing(words: LintWords, plain: str) -> list[Fault]:
    """The parts that no clause tells. One clause is not two parts, and signs alone are none."""
    clauses = [
        clause
        for sentence in SENTENCE.findall(HEADING.sub("", plain))
        if _own(words, sentence) >= OWN
        for clause in CLAUSE.findall(sentence)
    ]
    telling = {
        fault: [place for place, clause in enumerate(clauses) if sign.search(clause)]
        for fault, sign in words.parts.items()
    }
    missing = [fault for fault, places in telling.items() if not places]
    present = [fault for fault in telling if fault not in missing]
    chosen = product(*(telling[fault] for fault in present))
    if all(len(set(places)) < len(present) for places in chosen):
        missing.append(present[-1])
    return missing


def _own(words: LintWords, sentence: str) -> int:
    """Letters of a sentence that are no part of a sign."""
    for sign in words.parts.values():
        sentence = sign.sub("", sentence)
    return sum(map(str.isalnum, sentence))


def _read(text: str) -> PlainText:
    return close_gaps(make_plain(text, keep_case=True))


def _found(fault: Fault, text: str, start: int, end: int) -> Finding:
    around = text[max(0, start - AROUND) : end + AROUND].replace("\n", " ").strip()
    return Finding(fault, text[start:end], around)
