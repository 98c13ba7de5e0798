"""What a notice must have and must not have: three parts, a plain end, and no facts of the case."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


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
    """A fault and the words that show it; empty for what is missing."""

    fault: Fault
    words: str


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
                found.append(Finding(fault, said))
    return found


def lint_notice(words: LintWords, text: str) -> list[Finding]:
    """All faults of a notice that says what, why and how (是什么、为什么、怎么办)."""
    missing = [
        Finding(fault, "")
        for fault, signs in words.parts.items()
        if not any(sign in text for sign in signs)
    ]
    end = text.strip()[-40:]
    vague = [Finding(Fault.VAGUE, phrase) for phrase in words.vague if phrase in end]
    return missing + vague + find_facts(words, text)
