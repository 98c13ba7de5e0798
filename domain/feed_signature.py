"""How a call of the feed proves where it comes from: an HMAC-SHA256 over its time and its body."""

import hmac
import re
from datetime import UTC, datetime, timedelta

WINDOW = timedelta(minutes=5)
"""A call's time may differ so much from ours, either way."""
SIGNATURE = re.compile(r"[0-9a-f]{64}")
TIMESTAMP = re.compile(r"\d{9,11}")


def begin(secret: bytes, timestamp: str) -> hmac.HMAC:
    """The HMAC of `timestamp`, a dot, and the body, which is added piece by piece."""
    return hmac.new(secret, f"{timestamp}.".encode(), "sha256")


def is_fresh(timestamp: str, now: datetime) -> bool:
    """Whether it is a time (Unix, in seconds) within the window."""
    if not TIMESTAMP.fullmatch(timestamp):
        return False
    return abs(datetime.fromtimestamp(int(timestamp), UTC) - now) <= WINDOW


def is_right(sealed: hmac.HMAC, signature: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(sealed.hexdigest(), signature)
