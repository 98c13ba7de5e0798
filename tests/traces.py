"""What rows tell besides their columns."""

from collections.abc import Iterable

from sqlalchemy import text

from storage.database import Transaction


async def transactions_of(db: Transaction, tables: Iterable[str]) -> set[str]:
    """On PostgreSQL, the numbers of the transactions that wrote or locked rows of these tables."""
    found: set[str] = set()
    for table in tables:
        rows = await db.execute(text(f"SELECT xmin::text, xmax::text FROM {table}"))  # noqa: S608
        found |= {number for row in rows for number in row}
    return found - {"0"}
