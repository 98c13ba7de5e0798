"""Writes the rows of anonymous complaints once more, without changing them.

PostgreSQL keeps by every row which transaction wrote it or locked it: that of the citizen's own commit
is by the chat's row as well, and the two could be joined. Rows that a job wrote carry the job's.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    LargeBinary,
    Text,
    cast,
    exists,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute

from storage.database import Transaction
from storage.schema.complaint import Complaint, ComplaintEntry, NamedUnit, Photo
from storage.schema.deadline import Deadline, Event
from storage.schema.outbox import Outbox
from storage.schema.staff import Audit


async def recent(db: Transaction, since: datetime) -> list[int]:
    """The anonymous complaints in which something happened since that moment."""
    said = exists().where(ComplaintEntry.complaint_id == Complaint.id, ComplaintEntry.at >= since)
    rows = await db.scalars(
        select(Complaint.id).where(
            Complaint.citizen_id.is_(None), or_(Complaint.received_at >= since, said)
        )
    )
    return list(rows)


async def rewrite(db: Transaction, complaint_ids: Sequence[int]) -> None:
    """Write all rows of these complaints anew; those that somebody holds are left for the next time.

    For PostgreSQL alone: other databases write nothing of a transaction beside a row.
    """
    subjects = [f"complaint:{number}" for number in complaint_ids]
    shown = select(ComplaintEntry.photo_id).where(ComplaintEntry.complaint_id.in_(complaint_ids))
    await _rewrite(db, Complaint.id, Complaint.id.in_(complaint_ids))
    await _rewrite(db, ComplaintEntry.id, ComplaintEntry.complaint_id.in_(complaint_ids))
    await _rewrite(db, NamedUnit.id, NamedUnit.complaint_id.in_(complaint_ids))
    await _rewrite(db, Photo.id, Photo.id.in_(shown))
    await _rewrite(db, Event.id, Event.subject.in_(subjects))
    await _rewrite(db, Deadline.id, Deadline.subject.in_(subjects))
    await _rewrite(db, Outbox.id, Outbox.subject.in_(subjects))
    await _rewrite(db, Audit.id, Audit.subject.in_(subjects))


async def _rewrite(db: Transaction, key: InstrumentedAttribute[int], those: Any) -> None:
    # One after the other, and never waiting: who is at work on a row may want one that is held here.
    numbers = (await db.scalars(select(key).where(those).with_for_update(skip_locked=True))).all()
    await db.execute(
        update(key.class_)
        .where(key.in_(numbers))
        .values({key: key} | _anew(key))
        .execution_options(synchronize_session=False)
    )


def _anew(key: InstrumentedAttribute[int]) -> dict[str, Any]:
    """Long values lie apart from their row, with a transaction of their own: made anew, too."""
    empty: ColumnElement[str] = literal_column("''")
    anew: dict[str, Any] = {}
    for column in key.class_.__table__.columns:
        if isinstance(column.type, JSON):
            anew[column.name] = cast(cast(column, Text).op("||")(empty), JSON)
        elif isinstance(column.type, Text | LargeBinary):
            anew[column.name] = column.op("||")(empty)
    return anew
