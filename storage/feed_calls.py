"""Questions about the signatures of the feed's calls."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from storage.database import Transaction, insert_into
from storage.schema.feed import FeedCall


async def use(db: Transaction, signature: str, now: datetime, keep: timedelta) -> bool:
    """Use a signature up, and forget those used longer ago than `keep`. False: it was used before."""
    await db.execute(delete(FeedCall).where(FeedCall.at < now - keep))
    used = await db.scalar(
        insert_into(db, FeedCall)
        .values(signature=signature, at=now)
        .on_conflict_do_nothing(index_elements=["signature"])
        .returning(FeedCall.signature)
    )
    return used is not None
