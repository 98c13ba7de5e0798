"""What the words of a broadcast must not hold: nothing that a fraudster would write."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.typed import clean

NUMBER_FROM = 5
"""So many figures look like a number to call or an account."""

SENTENCE_ENDS = re.compile(r"[。!?;\n]|\.\s")
CLAUSE_ENDS = re.compile(r"[,、:]")
"""Full-width marks are folded to these first, all but 。 and 、."""
DATES = re.compile(
    r"(?:19|20)\d\d\s?(?:[-/.年])\s?\d{1,2}\s?(?:[-/.月])\s?\d{1,2}日?|(?:19|20)\d\d年"
    r"|\d{1,2}:\d\d(?:\s?[-–—~至到]\s?\d{1,2}:\d\d)?"
)
NUMBERS = re.compile(r"\+?\d(?:[\d \t()–-]*\d)?")


class Fault(StrEnum):
    LINK = "link"
    PHONE = "phone"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault and the words that show it."""

    fault: Fault
    words: str


@dataclass(frozen=True, slots=True)
class BroadcastWords:
    """What content/broadcast.toml holds, lower case.

    links: patterns of addresses. public: the figures of numbers that may be told. asking, wanted: a
    clause with a word of both asks for money or personal data, unless it holds one of `warning`, or
    its sentence one of `fraud`.
    """

    links: Sequence[re.Pattern[str]]
    public: frozenset[str]
    asking: Sequence[str]
    wanted: Sequence[str]
    warning: Sequence[str]
    fraud: Sequence[str]


def find_faults(words: BroadcastWords, text: str) -> list[Finding]:
    """Everything that has to go before these words may be sent to anybody."""
    plain = unicodedata.normalize("NFKC", clean(text)).lower()
    found = [
        Finding(Fault.LINK, match.group().strip())
        for pattern in words.links
        for match in pattern.finditer(plain)
    ]
    found += [Finding(Fault.PHONE, number) for number in _numbers(words, plain)]
    found += [Finding(Fault.ASK, clause) for clause in _asking(words, plain)]
    return list(dict.fromkeys(found))


def _numbers(words: BroadcastWords, plain: str) -> Iterator[str]:
    """Runs of figures that are neither dates nor public numbers, however they are cut up by gaps."""
    for match in NUMBERS.finditer(DATES.sub(" , ", plain)):
        if re.sub(r"\D", "", match.group()) in words.public:
            continue
        parts = [re.sub(r"\D", "", part) for part in match.group().split()]
        rest = "".join(part for part in parts if part not in words.public)
        if len(rest) >= NUMBER_FROM:
            yield match.group()


def _asking(words: BroadcastWords, plain: str) -> Iterator[str]:
    for sentence in SENTENCE_ENDS.split(plain):
        if any(word in sentence for word in words.fraud):
            continue
        for clause in CLAUSE_ENDS.split(sentence):
            asks = any(word in clause for word in words.asking)
            wants = any(word in clause for word in words.wanted)
            if asks and wants and not any(word in clause for word in words.warning):
                yield clause.strip()
