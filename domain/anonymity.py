"""When something anonymous happened, as far as it is kept."""

from datetime import datetime, timedelta

STEP = timedelta(minutes=15)
"""The minute of a complaint, beside what else is known of that minute, could tell who made it."""
NEXT = timedelta(microseconds=1)


def blur(now: datetime, after: datetime | None = None) -> datetime:
    """The beginning of the quarter of an hour that `now` lies in, so that no clock runs against the
    citizen; or the moment next to `after`, what happened before, so that the order stays."""
    begun = now - (now - datetime.min.replace(tzinfo=now.tzinfo)) % STEP
    return begun if after is None else max(begun, after + NEXT)
