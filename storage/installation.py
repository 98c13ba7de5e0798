"""The mark of a database: a real installation's or a demo's, for ever, and the secret it lives under."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update

from storage.database import Transaction, insert_into
from storage.schema.case import Case
from storage.schema.citizen import Citizen
from storage.schema.installation import Installation
from storage.schema.staff import Staff


class Mark(NamedTuple):
    """kind: `real` or `demo`. secret: the fingerprint of the secret."""

    kind: str
    secret: str


async def mark(db: Transaction, wanted: Mark, now: datetime) -> Mark:
    """What the database is. One without a mark gets `wanted`.

    One that has people or cases but no mark is real, so that a demo never moves in with them.
    """
    standing = await read(db)
    if standing is not None:
        return standing
    if await _is_lived_in(db):
        wanted = wanted._replace(kind="real")
    row = insert_into(db, Installation)
    row = row.values(id=1, kind=wanted.kind, secret=wanted.secret, at=now)
    await db.execute(row.on_conflict_do_nothing())
    return await read(db) or wanted


async def read(db: Transaction) -> Mark | None:
    """The mark as it stands. None: never started."""
    row = (await db.execute(select(Installation.kind, Installation.secret))).one_or_none()
    return Mark(row[0], row[1]) if row else None


async def begun_at(db: Transaction) -> datetime | None:
    """When this installation was started for the first time."""
    found: datetime | None = await db.scalar(select(Installation.at))
    return found


async def adopt_secret(db: Transaction, fingerprint: str) -> None:
    """Have the installation live under another secret from now on."""
    await db.execute(update(Installation).values(secret=fingerprint))


async def sensitive_list(db: Transaction) -> str | None:
    """The fingerprint of the list of sensitive words that every case was looked at with."""
    found: str | None = await db.scalar(select(Installation.sensitive_list))
    return found


async def adopt_sensitive_list(db: Transaction, fingerprint: str) -> None:
    """Every case has been looked at with that list."""
    await db.execute(update(Installation).values(sensitive_list=fingerprint))


async def _is_lived_in(db: Transaction) -> bool:
    for table in (Citizen, Staff, Case):
        if await db.scalar(select(table.id).limit(1)) is not None:
            return True
    return False
