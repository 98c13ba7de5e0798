"""One-time codes by which staff sign in: ABCD-EFGH-JKMN-PQRS."""

import hmac
import secrets

from domain.typed import as_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O and U, which are misread."""
SYMBOLS = 16
"""80 bits."""
GROUP = 4

_MISREAD = str.maketrans("OIL", "011")


def new_code() -> str:
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(SYMBOLS))
    return "-".join(symbols[i : i + GROUP] for i in range(0, SYMBOLS, GROUP))


def hash_code(key: bytes, typed: str) -> str:
    """What is kept of a code, however it was typed: a keyed SHA-256, in hex."""
    meant = as_code(typed).translate(_MISREAD)
    return hmac.digest(key, f"staff:{meant}".encode(), "sha256").hex()
