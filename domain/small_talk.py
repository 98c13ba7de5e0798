"""What people say that is no matter for a desk: greetings, thanks, a smile, half a word."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from domain.plain_text import make_plain

ENOUGH = 4
"""Letters below which a text says nothing that a desk could act upon; a Chinese one counts double."""
CLAUSE = re.compile(r"[\s,。!?;、,.!?;~…]+")


class SmallTalk(StrEnum):
    """faces: nothing but emoji or signs. unclear: too little to know what it is about."""

    GREETING = "greeting"
    THANKS = "thanks"
    FACES = "faces"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class SmallTalkWords:
    """Whole messages, as `bare` leaves them."""

    greetings: frozenset[str]
    thanks: frozenset[str]


def bare(text: str) -> str:
    """Letters and digits only, in one form."""
    return "".join(c for c in make_plain(text).text if unicodedata.category(c)[0] in "LMN")


def find_small_talk(words: SmallTalkWords, text: str) -> SmallTalk | None:
    """None: it is about something. `text` is cleaned. A known topic's word is enough, however short:
    whether there is one is for the caller to say before `unclear` counts."""
    said = bare(text)
    if not said:
        return SmallTalk.FACES
    clauses = {bare(clause) for clause in CLAUSE.split(text)} - {""}
    if said in words.greetings or clauses <= words.greetings:
        return SmallTalk.GREETING
    if said in words.thanks or clauses <= words.greetings | words.thanks:
        return SmallTalk.THANKS
    empty = said.isdigit() or _weight(said) < 2 * ENOUGH or len(set(said)) < 3
    return SmallTalk.UNCLEAR if empty else None


def _weight(said: str) -> int:
    return sum(1 if c.isascii() else 2 for c in said)
