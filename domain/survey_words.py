"""Understands an answer that was typed instead of pressed: the number of a choice, or its words."""

import re
import unicodedata

from domain.survey import Kind, Question

_NUMERALS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_SEPARATORS = re.compile(r"[,、;/+&]|和|以及|还有|\band\b")
_EDGES = " \t\n.,。!?~…:;、\"'“”‘’()()[]【】"
_PARTICLES = ("吧", "啊", "呀", "呢", "的", "了")


def read_typed(question: Question, text: str) -> tuple[str, ...]:
    """The codes that a typed text stands for; empty when it can't be told for certain.

    Digits of any width, Chinese numerals and the words of a choice in either language count.
    Several, divided by commas or blanks, where several may be chosen.
    """
    if question.kind is Kind.TEXT:
        return ()
    plain = _plain(text)
    whole = _read_one(question, plain)
    if whole or question.kind is not Kind.SEVERAL:
        return whole
    read: list[tuple[str, ...]] = []
    for part in filter(None, map(_plain, _SEPARATORS.split(plain))):
        words = _read_one(question, part)
        if words:
            read.append(words)
        elif part.isdecimal() and len(question.choices) < 10:
            read.extend(_read_one(question, digit) for digit in part)
        else:
            read.extend(_read_one(question, word) for word in part.split())
    if not all(read):
        return ()
    return tuple(dict.fromkeys(code for codes in read for code in codes))


def _read_one(question: Question, plain: str) -> tuple[str, ...]:
    number = int(plain) if plain.isdecimal() and len(plain) <= 2 else _NUMERALS.get(plain, 0)
    if 1 <= number <= len(question.choices):
        return (question.choices[number - 1].code,)
    for choice in question.choices:
        words = (_plain(choice.wording.zh), _plain(choice.wording.en))
        if plain in words or (plain.endswith(_PARTICLES) and plain[:-1] in words):
            return (choice.code,)
    return ()


def _plain(text: str) -> str:
    """Full-width forms, case, invisible characters and the marks around a word make no difference."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(c for c in folded if unicodedata.category(c) != "Cf")
    return " ".join(seen.strip(_EDGES).split())
