"""Where a code or a number was asked for: whether what came is one, perhaps mistyped, or words."""

import re
import unicodedata

from domain.case_words import CODE_LABEL, NUMBER_LABEL
from domain.typed import as_code, clean

LABELS = re.compile(rf"{NUMBER_LABEL}|回执[码号]?|RECEIPT(?:\s*CODE)?|{CODE_LABEL}")
TOKEN = re.compile(r"[A-Z0-9]+(?:[-‐–—_][A-Z0-9]+)*")
DOCUMENT = re.compile(r"字\W{0,2}第?\W{0,2}\d{4}")
"""How the police number a paper: 京公(朝)立字〔2026〕12号."""


def is_slip(text: str) -> bool:
    """Whether a text has the shape of a code: figures outweigh the words around them, or it is one
    word of Latin letters and nothing else. A sentence is none, however short."""
    plain = unicodedata.normalize("NFKC", clean(text)).upper()
    rest = LABELS.sub(" ", plain)
    tokens = [as_code(token) for token in TOKEN.findall(rest)]
    figures = [token for token in tokens if any(map(str.isdigit, token))]
    words = [token for token in tokens if token not in figures]
    others = sum(letter.isalpha() and not letter.isascii() for letter in rest)
    if not figures:
        return len(words) == 1 and not others
    if DOCUMENT.search(plain) or (len(words) == 1 and not others):
        return True
    return sum(map(len, figures)) > others + sum(map(len, words))
