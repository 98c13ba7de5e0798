"""The query code of a case, printed on its acceptance receipt, kept only as a salted, keyed hash.

Why not a slow hash: docs/decisions/0012-query-codes-under-a-key.md.
"""

import hmac

CODE_LENGTHS = range(4, 33)


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
