"""The record of staff acts."""

from datetime import datetime

from storage.database import Transaction
from storage.schema.staff import Audit


async def record(
    db: Transaction,
    *,
    staff_id: int | None,
    act: str,
    subject: str,
    now: datetime,
    detail: str | None = None,
) -> None:
    """Write down an act in the commit that does it. staff_id None: the command line."""
    db.add(Audit(at=now, staff_id=staff_id, act=act, subject=subject, detail=detail))
