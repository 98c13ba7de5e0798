"""One-time codes by which a further chat becomes the same person's: L7K2M-9QXD."""

import hmac

from domain import receipt_code
from domain.typed import as_code

FIRST, OF_RECEIPTS = "L", "M"
"""How these codes begin; for the rest they are made and read as receipt codes are."""


def new_code() -> str:
    """A little less than 40 bits, for ten minutes and five tries."""
    return FIRST + receipt_code.new_code().removeprefix(OF_RECEIPTS)


def read_code(text: str) -> str | None:
    """The code that a text is, however it is typed; None when it is something else."""
    plain = as_code(text)
    if not plain.startswith(FIRST):
        return None
    read = receipt_code.read_code(OF_RECEIPTS + plain.removeprefix(FIRST))
    return FIRST + read.removeprefix(OF_RECEIPTS) if read else None


def hash_code(key: bytes, code: str) -> str:
    """What is kept of a code that `read_code` read: a keyed SHA-256, in hex."""
    return hmac.digest(key, f"link:{code}".encode(), "sha256").hex()
