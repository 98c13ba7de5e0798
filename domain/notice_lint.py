"""What a notice must have and must not have: three parts, a plain end, and no facts of the case."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

AROUND = 8
"""Characters shown on either side of what was found."""
END = 40
"""Characters at the end of a notice that must not be empty words."""


class Fault(StrEnum):
    WHAT_MISSING = "what_missing"
    WHY_MISSING = "why_missing"
    HOW_MISSING = "how_missing"
    VAGUE = "vague"
    NAME = "name"
    ADDRESS = "address"
    PLATE = "plate"
    IDENTITY = "identity"
    PHONE = "phone"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault and the words that show it, with a few around them; empty for what is missing."""

    fault: Fault
    words: str
    around: str = ""


@dataclass(frozen=True, slots=True)
class LintWords:
    """What content/lint.toml holds.

    parts: for what, why and how, words of which one must stand in the notice. vague: ends that say
    nothing. facts: patterns by fault. public: phone numbers that may be told.
    """

    parts: Mapping[Fault, Sequence[str]]
    vague: Sequence[str]
    facts: Mapping[Fault, Sequence[re.Pattern[str]]]
    public: frozenset[str]


def find_facts(words: LintWords, text: str) -> list[Finding]:
    """Facts of a case that an investigator may not tell (law: 刑事程序规定 211)."""
    found = []
    for fault, patterns in words.facts.items():
        for pattern in patterns:
            for match in pattern.finditer(text):
                said = match.group()
                if fault is Fault.PHONE and re.sub(r"\D", "", said) in words.public:
                    continue
                found.append(_found(fault, text, match.start(), match.end()))
    return found


def lint_notice(words: LintWords, text: str) -> list[Finding]:
    """All faults of a notice that says what, why and how (是什么、为什么、怎么办)."""
    missing = [
        Finding(fault, "")
        for fault, signs in words.parts.items()
        if not any(sign in text for sign in signs)
    ]
    return missing + find_vague_end(words, text) + find_facts(words, text)


def lint_parts(words: LintWords, what: str, why: str, how: str) -> list[Finding]:
    """The same for a notice whose three parts are written one by one."""
    parts = {Fault.WHAT_MISSING: what, Fault.WHY_MISSING: why, Fault.HOW_MISSING: how}
    missing = [Finding(fault, "") for fault, part in parts.items() if not part.strip()]
    facts = [found for part in parts.values() for found in find_facts(words, part)]
    return missing + find_vague_end(words, how) + facts


def find_vague_end(words: LintWords, text: str) -> list[Finding]:
    """Words at the end of a notice that leave people where they were."""
    begin = max(0, len(text.rstrip()) - END)
    end = text[begin:].casefold()
    return [
        _found(Fault.VAGUE, text, begin + at, begin + at + len(phrase))
        for phrase in words.vague
        if (at := end.rfind(phrase.casefold())) >= 0
    ]


def _found(fault: Fault, text: str, start: int, end: int) -> Finding:
    around = text[max(0, start - AROUND) : end + AROUND].replace("\n", " ").strip()
    return Finding(fault, text[start:end], around)
