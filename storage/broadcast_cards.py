"""Questions about the cards of broadcasts that staff were shown: rows of the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from domain.say import Say
from storage import outbox
from storage.broadcasts import subject
from storage.database import Transaction
from storage.schema.outbox import WAITING, Outbox


async def drop_waiting(
    db: Transaction, broadcast_id: int, now: datetime
) -> Sequence[tuple[str, int]]:
    """What has not left yet is out of date. Returns the chats whose new card was among it.

    What is on its way too: if it arrives nevertheless, `outcomes.settle` takes it back.
    """
    rows = await db.execute(
        update(Outbox)
        .where(
            Outbox.subject == subject(broadcast_id),
            Outbox.kind == "card",
            WAITING,
        )
        .values(state="never", reason="out of date", settled_at=now)
        .returning(Outbox.channel, Outbox.chat_id, Outbox.key)
        .execution_options(synchronize_session=False)
    )
    return [(channel, chat_id) for channel, chat_id, key in rows if key.startswith("card:")]


async def next_round(db: Transaction, broadcast_id: int) -> int:
    """A number that no earlier card of this broadcast carries in its key. Hold the broadcast."""
    last = await db.scalar(
        select(func.max(Outbox.id)).where(
            Outbox.subject == subject(broadcast_id), Outbox.kind == "card"
        )
    )
    return (last or 0) + 1


async def put(
    db: Transaction,
    broadcast_id: int,
    round_number: int,
    where: tuple[str, int],
    say: Say,
    now: datetime,
) -> None:
    """Have a card sent, or a card that was sent changed."""
    change = "edit" if say.edits is not None else "card"
    channel, chat_id = where
    await outbox.put(
        db,
        key=f"{change}:{subject(broadcast_id)}:{round_number}:{channel}:{chat_id}",
        kind="card",
        subject=subject(broadcast_id),
        channel=channel,
        chat_id=chat_id,
        citizen_id=None,
        say=say,
        due_at=now,
        now=now,
    )
