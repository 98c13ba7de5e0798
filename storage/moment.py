"""Times as the databases keep them: in UTC, with zone."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A time with zone, kept in UTC. SQLite has no zones, so there it is kept without and read with."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        return _write_to_sqlite if dialect.name == "sqlite" else _in_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        return _read_from_sqlite if dialect.name == "sqlite" else _in_utc


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError(f"a time without zone: {value!r}")
    return value.astimezone(UTC)


@lru_cache(maxsize=4096)
def _write_to_sqlite(value: datetime | None) -> str | None:
    """As SQLAlchemy writes times, `2026-03-01 01:30:00.000000`. One commit writes the same time to
    many columns and rows."""
    moment = _in_utc(value)
    return moment.isoformat(" ", "microseconds")[:26] if moment else None


def _read_from_sqlite(text: str | None) -> datetime | None:
    return datetime.fromisoformat(f"{text}+00:00") if text else None
