"""Questions about the processes that share a channel's limit."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from storage.database import Transaction, insert_into
from storage.schema.speaker import Speaker

ALIVE = timedelta(seconds=10)
"""A process that has not been heard of for so long is gone, and the others have its share."""


async def announce(
    db: Transaction, channel: str, process: str, paused_until: datetime | None, now: datetime
) -> tuple[int, datetime | None]:
    """Say that this process speaks in the channel, and what the channel told it.

    Returns how many speak there, this one included, and until when the channel wants silence.
    """
    said = {"seen_at": now, "paused_until": paused_until}
    await db.execute(
        insert_into(db, Speaker)
        .values(channel=channel, process=process, **said)
        .on_conflict_do_update(index_elements=["channel", "process"], set_=said)
    )
    row = await db.execute(
        select(func.count(), func.max(Speaker.paused_until)).where(
            Speaker.channel == channel, Speaker.seen_at > now - ALIVE
        )
    )
    number, until = row.one()
    return number, until


async def leave(db: Transaction, process: str, now: datetime) -> None:
    """This process speaks no more; those that went without a word are forgotten, too."""
    await db.execute(
        delete(Speaker).where((Speaker.process == process) | (Speaker.seen_at < now - ALIVE))
    )
