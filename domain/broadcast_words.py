"""What the words of a broadcast must not hold: nothing that a fraudster would write, and no case."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.figures import as_figures, find_numbers, leave_out_public
from domain.notice_lint import Fault as Fact
from domain.notice_lint import LintWords, find_facts
from domain.plain_text import make_plain
from domain.typed import clean

SENTENCE_ENDS = re.compile(r"[。!?;\n]|\.\s")
CLAUSE_ENDS = re.compile(r"[,、:]")
"""Full-width marks are folded to these first, all but 。 and 、."""
DATES = re.compile(
    r"(?:19|20)\d\d\s?(?:[-/.年])\s?\d{1,2}\s?(?:[-/.月])\s?\d{1,2}日?|(?:19|20)\d\d年"
    r"|\d{1,2}:\d\d(?:\s?[-–—~至到]\s?\d{1,2}:\d\d)?"
)
BESIDE = 10
"""Words, or Chinese characters, between a warning and what it warns of: further off it may be of
something else."""
WORD = re.compile(r"[a-z']+|[^\sa-z]")


class Fault(StrEnum):
    LINK = "link"
    PHONE = "phone"
    ASK = "ask"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault and the words that show it."""

    fault: Fault
    words: str


@dataclass(frozen=True, slots=True)
class BroadcastWords:
    """What content/broadcast.toml holds; patterns, each of any of its words.

    links: addresses. asking, wanted: a clause with both asks for money or personal data, unless a word
    of `warning` stands beside what is wanted, or it is told as what a fraudster says: one of `fraud`
    before it in the clause, or `verdict` at once behind it. facts: of cases, as in a notice.
    """

    links: re.Pattern[str]
    asking: re.Pattern[str]
    wanted: re.Pattern[str]
    warning: re.Pattern[str]
    fraud: re.Pattern[str]
    verdict: re.Pattern[str]
    facts: LintWords


def find_faults(words: BroadcastWords, text: str) -> list[Finding]:
    """Everything that has to go before these words may be sent to anybody."""
    plain = make_plain(clean(text)).text
    found = [Finding(Fault.LINK, match.group().strip()) for match in words.links.finditer(plain)]
    found += [Finding(Fault.PHONE, number) for number in _numbers(words, plain)]
    found += [Finding(Fault.ASK, clause) for clause in _asking(words, plain)]
    numbers = (Fact.PHONE, Fact.NUMBER)
    facts = [fact for fact in find_facts(words.facts, clean(text)) if fact.fault not in numbers]
    return list(dict.fromkeys(found + [Finding(Fault.FACT, fact.words) for fact in facts]))


def _numbers(words: BroadcastWords, plain: str) -> Iterator[str]:
    """Runs of figures that are neither dates nor public numbers, however they are cut up by gaps."""
    dated = DATES.sub(lambda date: "," * len(date.group()), plain)
    for start, end in find_numbers(leave_out_public(dated, as_figures(dated), words.facts.public)):
        yield plain[start:end]


def _asking(words: BroadcastWords, plain: str) -> Iterator[str]:
    for sentence in SENTENCE_ENDS.split(plain):
        clauses: Sequence[str] = CLAUSE_ENDS.split(sentence)
        for clause, following in zip(clauses, (*clauses[1:], ""), strict=True):
            judged = words.verdict.match(following.strip()) is not None
            if not judged and _asks(words, clause):
                yield clause.strip()


def _asks(words: BroadcastWords, clause: str) -> bool:
    if not words.asking.search(clause):
        return False
    return any(
        not _is_warned_of(words, clause[: want.start()]) for want in words.wanted.finditer(clause)
    )


def _is_warned_of(words: BroadcastWords, before: str) -> bool:
    """Whether what stands before the wanted thing warns of it: nothing is asked for in between.

    不会要求 and "do not send" are warnings; 不要犹豫，请 is not.
    """
    if words.fraud.search(before):
        return True
    warnings = [*words.warning.finditer(before)]
    if not warnings:
        return False
    between = before[warnings[-1].end() :].strip()
    refused = words.asking.match(between)
    rest = between[refused.end() :] if refused else between
    return len(WORD.findall(rest)) <= BESIDE and not words.asking.search(rest)
