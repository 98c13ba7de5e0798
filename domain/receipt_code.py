"""Receipt codes: what a citizen asks with later, from any channel. M7K2M-9QXD."""

import re
import secrets
import unicodedata

from domain.typed import as_code, clean

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O and U, which are misread."""
SYMBOLS = 8
"""After the M: a little less than 40 bits. A chat may guess five times an hour, an address thirty."""

EXAMPLE = "7K2M-9QXD"
"""After its M or L, how texts show what a code looks like: nobody has this one."""

_MISREAD = str.maketrans("OIL", "011")
_WITHIN = re.compile(r"(?<![0-9A-Z])M[0-9A-Z]{4}\s?[-‐-―−ー_]\s?[0-9A-Z]{4}(?![0-9A-Z])")
_SAID = re.compile(rf"(?<![0-9A-Z])[ML][{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}(?![0-9A-Z])")
_CLEAR_DIGITS = frozenset("23456789")


def new_code() -> str:
    """A code that nobody can guess. It always holds a digit from 2 to 9, so that no word looks like
    one: 0 and 1 are read for O, I and L too."""
    while True:
        symbols = "".join(secrets.choice(ALPHABET) for _ in range(SYMBOLS))
        if _CLEAR_DIGITS & set(symbols) and symbols != EXAMPLE.replace("-", ""):
            return _written("M" + symbols)


def read_code(text: str) -> str | None:
    """The code that a text is, however it is typed; None when it is something else."""
    plain = as_code(text)
    if len(plain) != SYMBOLS + 1 or not plain.startswith("M") or not _CLEAR_DIGITS & set(plain):
        return None
    meant = "M" + plain[1:].translate(_MISREAD)
    return _written(meant) if set(meant) <= set(ALPHABET) else None


def find_code(text: str) -> str | None:
    """The code in a sentence, when it stands there with its dash; None when there is none."""
    plain = unicodedata.normalize("NFKC", clean(text)).upper()
    for match in _WITHIN.finditer(plain):
        code = read_code(match[0])
        if code is not None:
            return code
    return None


def spans(text: str) -> list[tuple[int, int]]:
    """Where codes stand in the house's words, as it writes them: receipt codes and link codes.

    Not the example: who copies it is told that nothing is known under it.
    """
    return [match.span() for match in _SAID.finditer(text) if not match[0].endswith(EXAMPLE)]


def _written(symbols: str) -> str:
    return f"{symbols[:5]}-{symbols[5:]}"
