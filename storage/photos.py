"""Questions about kept photos."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from domain.anonymity import blur
from storage.database import Database, Transaction
from storage.schema.complaint import Photo


async def add(db: Transaction, jpeg: bytes, now: datetime) -> int:
    """Keep a picture that was re-encoded already. Returns its number.

    Whether it will be an anonymous complaint's is not known yet, so none has its exact time.
    """
    photo = Photo(jpeg=jpeg, kept_at=blur(now))
    db.add(photo)
    await db.flush()
    return photo.id


async def read(database: Database, number: int) -> bytes | None:
    """The picture as JPEG, or None when it is erased."""
    async with database.reading() as db:
        return await db.scalar(select(Photo.jpeg).where(Photo.id == number))


async def erase(db: Transaction, numbers: Sequence[int]) -> None:
    """Erase photos that were never sent."""
    await db.execute(delete(Photo).where(Photo.id.in_(numbers)))
