"""The mark of a database: a real installation's or a demo's, for ever."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.schema.case import Case
from storage.schema.citizen import Citizen
from storage.schema.installation import Installation
from storage.schema.staff import Staff


async def mark(db: Transaction, kind: str, now: datetime) -> str:
    """What the database is. One without a mark gets `kind`: `real` or `demo`.

    One that has people or cases but no mark is real, so that a demo never moves in with them.
    """
    standing = await read(db)
    if standing is not None:
        return standing
    if await _is_lived_in(db):
        kind = "real"
    insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    await db.execute(insert(Installation).values(id=1, kind=kind, at=now).on_conflict_do_nothing())
    return await read(db) or kind


async def read(db: Transaction) -> str | None:
    """The mark as it stands. None: never started."""
    return await db.scalar(select(Installation.kind))


async def _is_lived_in(db: Transaction) -> bool:
    for table in (Citizen, Staff, Case):
        if await db.scalar(select(table.id).limit(1)) is not None:
            return True
    return False
