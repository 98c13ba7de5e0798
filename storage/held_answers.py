"""Answers to a complaint that have not left yet: the night holds them, or their channel is away."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from storage.database import Transaction
from storage.schema.outbox import Outbox

SEEN = "seen"
"""Why one is never sent that its citizen has read by the receipt."""


async def hold(db: Transaction, complaint_id: int, now: datetime) -> Sequence[Outbox]:
    """Those that nobody is sending at this moment, held until the end of this transaction."""
    rows = await db.scalars(
        select(Outbox)
        .where(
            Outbox.subject == f"complaint:{complaint_id}",
            Outbox.kind == "answer",
            Outbox.state == "waiting",
            or_(Outbox.claimed_until.is_(None), Outbox.claimed_until < now),
        )
        .order_by(Outbox.id)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


def entry_of(row: Outbox) -> int:
    """The number of the complaint's entry that it brings, which is in its key."""
    return int(row.key.split(":")[1])


def drop(row: Outbox, now: datetime) -> None:
    """Never send a held one that was read."""
    row.state, row.reason, row.settled_at = "never", SEEN, now
