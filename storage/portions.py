"""Erasing in portions: each commit takes so many rows that others who write don't wait long for it."""

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import InstrumentedAttribute

from storage.database import Transaction

ROWS = 500
FILES = 50
"""Rows that hold a picture or a document."""


async def erase_some(
    db: Transaction,
    key: InstrumentedAttribute[int] | InstrumentedAttribute[str],
    *old: ColumnElement[bool],
    limit: int | None = None,
) -> int:
    """Erase up to `limit` (else ROWS) rows for which all of `old` holds, chosen by their table's key.

    Returns how many were chosen: none when all is done.
    """
    keys = (await db.scalars(select(key).where(*old).limit(limit or ROWS))).all()
    await db.execute(
        delete(key.class_).where(key.in_(keys), *old).execution_options(synchronize_session=False)
    )
    return len(keys)
