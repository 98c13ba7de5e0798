"""The query code of a case, printed on its acceptance receipt, kept only as a salted, keyed hash.

Why not a slow hash: docs/decisions/0012-query-codes-under-a-key.md.
"""

import hmac
import re

CODE_LENGTHS = range(4, 33)
SEALED = re.compile(r"sealed-(?P<salt>[0-9a-f]{16})-(?P<hash>[0-9a-f]{64})")
"""A code as it is handed back in a file: good for being taken in again, and telling nobody anything."""


def is_code(code: str) -> bool:
    """Whether a normalized text (domain.typed.as_code) can be a query code at all."""
    return code.isascii() and code.isalnum() and len(code) in CODE_LENGTHS


def hash_code(key: bytes, salt: str, code: str) -> str:
    """HMAC-SHA-256 of salt and code, in hex. key: the installation's, not in the database.

    code: normalized by domain.typed.as_code, so that it may be typed with gaps or full-width.
    """
    return hmac.digest(key, f"{salt}:{code}".encode(), "sha256").hex()


def matches(key: bytes, salt: str, code: str, expected: str) -> bool:
    """Whether the code is the hashed one, in a time that doesn't depend on where they differ."""
    return hmac.compare_digest(hash_code(key, salt, code), expected)


def write_sealed(salt: str, code_hash: str) -> str:
    return f"sealed-{salt}-{code_hash}"


def read_sealed(text: str) -> tuple[str, str] | None:
    """Salt and hash of a sealed code; None where it is none."""
    found = SEALED.fullmatch(text)
    return (found["salt"], found["hash"]) if found else None
