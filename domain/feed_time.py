"""Times as files write them. A time without zone is meant as the wall clock of the bureau."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

PARTS = re.compile(
    r"(?P<year>\d{4})(?:[-/.年]\s?(?P<month>\d{1,2})[-/.月]\s?(?P<day>\d{1,2})日?"
    r"|(?P<month2>\d\d)(?P<day2>\d\d))"
    r"(?:[T ]?\s?(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})?分?(?::?(?P<second>\d{1,2})秒?(?:\.\d+)?)?"
    r"|(?P<hour2>\d\d)(?P<minute2>\d\d)(?P<second2>\d\d))?"
)
EARLIEST = 1980


def read_time(text: str, zone: ZoneInfo) -> datetime:
    """The moment in UTC, to the second: ISO 8601, 2026/3/2 10:05, 2026年3月2日10时5分, 20260302100500.

    A date alone is its first moment. Raises ValueError.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = _read_parts(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    if moment.year < EARLIEST:
        raise ValueError(f"before {EARLIEST}")
    if moment.microsecond:
        moment = moment.replace(microsecond=0)
    return moment.astimezone(UTC)


def _read_parts(text: str) -> datetime:
    match = PARTS.fullmatch(text)
    if match is None:
        raise ValueError("not a time")
    part = match.groupdict()

    def number(name: str) -> int:
        return int(part[name] or part.get(f"{name}2") or 0)

    return datetime(  # noqa: DTZ001 (the zone is given by the one who asks)
        number("year"),
        number("month"),
        number("day"),
        number("hour"),
        number("minute"),
        number("second"),
    )
