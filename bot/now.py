"""The clock of the running program."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
