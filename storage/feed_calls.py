"""Questions about the signatures of the feed's calls."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.schema.feed import FeedCall


async def use(db: Transaction, signature: str, now: datetime, keep: timedelta) -> bool:
    """Use a signature up, and forget those used longer ago than `keep`. False: it was used before."""
    await db.execute(delete(FeedCall).where(FeedCall.at < now - keep))
    insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    used = await db.scalar(
        insert(FeedCall)
        .values(signature=signature, at=now)
        .on_conflict_do_nothing(index_elements=["signature"])
        .returning(FeedCall.signature)
    )
    return used is not None
