"""What people say that is no matter for a desk: greetings, thanks, a smile, half a word, a curse."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from domain.plain_text import make_plain

ENOUGH = 4
"""Letters below which a text says nothing that a desk could act upon; a Chinese one counts double."""
LONGEST_CURSE = 60
"""Letters up to which a text may be a curse and nothing else."""
CLAUSE = re.compile(r"[\s,。!?;、,.!?;~…]+")
WORD = re.compile(r"[a-z]+")
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
"""Of a keyboard: a hand that runs along one writes no word."""
RUN = 4
HARD = re.compile(r"[^aeiouy]{5}")
"""Consonants in a row, more than a word has (strengths are few)."""


class SmallTalk(StrEnum):
    """faces: nothing but emoji or signs. wonder: a question mark alone. noise: sounds, or a hand on
    the keyboard. curse: an insult and no matter with it. unclear: too little to know what it is
    about, but perhaps a part of more."""

    GREETING = "greeting"
    THANKS = "thanks"
    FACES = "faces"
    WONDER = "wonder"
    NOISE = "noise"
    CURSE = "curse"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class SmallTalkWords:
    """Words as `bare` leaves them. greetings, thanks: whole messages. sounds: what a message may
    wholly consist of, again and again. curses: insults; fillers: what stands around them."""

    greetings: frozenset[str]
    thanks: frozenset[str]
    sounds: re.Pattern[str]
    curses: re.Pattern[str]
    fillers: re.Pattern[str]


def bare(text: str) -> str:
    """Letters and digits only, in one form."""
    return "".join(c for c in make_plain(text).text if unicodedata.category(c)[0] in "LMN")


def find_small_talk(words: SmallTalkWords, text: str) -> SmallTalk | None:
    """None: it is about something. `text` is cleaned. A known topic's word is enough, however short:
    whether there is one is for the caller to say before `noise` and `unclear` count."""
    said = bare(text)
    if not said:
        return SmallTalk.WONDER if "?" in make_plain(text).text else SmallTalk.FACES
    if _is_made_of(text, said, words.greetings):
        return SmallTalk.GREETING
    if _is_made_of(text, said, words.greetings | words.thanks):
        return SmallTalk.THANKS
    if _is_curse(words, text, said):
        return SmallTalk.CURSE
    if words.sounds.fullmatch(said) or _is_keyboard(text):
        return SmallTalk.NOISE
    empty = said.isdigit() or _weight(said) < 2 * ENOUGH or len(set(said)) < 3
    return SmallTalk.UNCLEAR if empty else None


def _is_made_of(text: str, said: str, known: frozenset[str]) -> bool:
    """Whether the whole, or all that stands between signs (an emoji is one), or all between signs and
    blanks is known."""
    apart = "".join(c if c.isspace() or unicodedata.category(c)[0] in "LMN" else "\n" for c in text)
    ways = (apart.splitlines(), apart.split())
    return said in known or any({bare(one) for one in way} - {""} <= known for way in ways)


def _is_curse(words: SmallTalkWords, text: str, said: str) -> bool:
    """An insult and nothing that a desk could look into. What is insulting and tells of something
    is a complaint."""
    if len(said) > LONGEST_CURSE:
        return False
    rest, found = words.curses.subn(" ", " ".join(CLAUSE.split(make_plain(text).text)))
    return found > 0 and not bare(words.fillers.sub(" ", rest))


def _is_keyboard(text: str) -> bool:
    """Latin letters that are no words in any language."""
    plain = make_plain(text).text
    tokens = WORD.findall(plain)
    if "".join(tokens) != "".join(c for c in bare(plain) if not c.isdigit()):
        return False
    return bool(tokens) and all(map(_is_no_word, tokens))


def _is_no_word(token: str) -> bool:
    if len(token) < RUN:
        return not set(token) & set("aeiouy")
    runs = (token[i : i + RUN] for i in range(len(token) - RUN + 1))
    hands = sum(any(run in row or run in row[::-1] for row in ROWS) for run in runs)
    syllable = re.fullmatch(r"(.{1,4})\1{2,}.{0,3}", token) is not None
    return bool(HARD.search(token)) or hands > 0 or syllable or not set(token) & set("aeiouy")


def _weight(said: str) -> int:
    return sum(1 if c.isascii() else 2 for c in said)
