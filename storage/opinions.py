"""Questions about own words from surveys: what a desk reads of them, and what is old."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, tuple_

from domain.area import Area
from storage.database import Transaction
from storage.portions import erase_some
from storage.schema.survey import Opinion


async def page(
    db: Transaction, area: Area, before: tuple[date, str] | None, limit: int
) -> Sequence[Opinion]:
    """Some opinions about an area, the newest day first; those of a day in an order that means nothing.

    before: the day and id of the last one that was read.
    """
    found = select(Opinion).where(Opinion.area == area.value)
    if before is not None:
        day, number = before
        found = found.where(Opinion.day <= day, tuple_(Opinion.day, Opinion.id) < (day, number))
    rows = await db.scalars(found.order_by(Opinion.day.desc(), Opinion.id.desc()).limit(limit))
    return rows.all()


async def forget(db: Transaction, before: date) -> int:
    """Erase some of those written before that day."""
    return await erase_some(db, Opinion.id, Opinion.day < before)
