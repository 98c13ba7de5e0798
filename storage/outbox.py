"""Questions to the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from domain.say import Say
from storage.database import Transaction
from storage.schema.outbox import Outbox

PRIORITIES = {"receipt": 0, "answer": 0, "notice": 1, "card": 2, "invitation": 3, "broadcast": 4}
"""What leaves first. Kinds that push (notice, invitation, broadcast) keep quiet hours and consents."""


async def put(
    db: Transaction,
    *,
    key: str,
    kind: str,
    subject: str,
    channel: str,
    chat_id: int,
    citizen_id: int | None,
    say: Say,
    due_at: datetime,
    now: datetime,
) -> bool:
    """Add a message, to be sent from `due_at` on. False: one of that key is there already.

    key: kind + subject + period (+ chat where several are told). subject: `complaint:12`, `case:7`.
    """
    insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    number = await db.scalar(
        insert(Outbox)
        .values(
            key=key,
            kind=kind,
            priority=PRIORITIES[kind],
            subject=subject,
            channel=channel,
            chat_id=chat_id,
            citizen_id=citizen_id,
            say=say.as_json(),
            created_at=now,
            due_at=due_at,
        )
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(Outbox.id)
    )
    return number is not None


async def give_up(
    db: Transaction, citizen_id: int, kinds: Sequence[str], reason: str, now: datetime
) -> None:
    """What waits of these kinds for a citizen is never sent."""
    await db.execute(
        update(Outbox)
        .where(Outbox.citizen_id == citizen_id, Outbox.kind.in_(kinds), Outbox.state == "waiting")
        .values(state="never", reason=reason, settled_at=now)
    )
