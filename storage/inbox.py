"""Questions to the inbox: keep, claim, finish, replay."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.schema.inbox import Inbox

TRIES = 3


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it came in. `key` is unique in its channel; `payload` is its JSON."""

    channel: str
    key: str
    chat_id: int
    payload: str


async def keep(db: Transaction, arrivals: Sequence[Arrival], now: datetime) -> list[int | None]:
    """Keep what came in; for each its number, or None where the same came before."""
    insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    numbers = []
    for arrival in arrivals:
        statement = (
            insert(Inbox)
            .values(
                channel=arrival.channel,
                key=arrival.key,
                chat_id=arrival.chat_id,
                payload=arrival.payload,
                received_at=now,
            )
            .on_conflict_do_nothing(index_elements=["channel", "key"])
            .returning(Inbox.id)
        )
        numbers.append(await db.scalar(statement))
    return numbers


async def finish(
    db: Transaction, number: int, replies: list[dict[str, Any]], now: datetime
) -> bool:
    """Mark as done in the commit that does it. False: somebody else did it already."""
    done = await db.scalar(
        update(Inbox)
        .where(Inbox.id == number, Inbox.state == "new")
        .values(state="said" if replies else "done", replies=replies or None, tried_at=now)
        .returning(Inbox.id)
    )
    return done is not None


async def erase_said(db: Transaction, numbers: Iterable[int]) -> None:
    """The replies are out: nothing of these needs keeping but the key."""
    await db.execute(
        update(Inbox)
        .where(Inbox.id.in_(list(numbers)))
        .values(state="done", payload=None, replies=None)
    )


async def count_failure(db: Transaction, number: int, error: str, now: datetime) -> bool:
    """Count a failed try. True when it was the last: staff must look."""
    attempts = await db.scalar(
        update(Inbox)
        .where(Inbox.id == number, Inbox.state == "new")
        .values(attempts=Inbox.attempts + 1, error=error[:200], tried_at=now)
        .returning(Inbox.attempts)
    )
    if attempts is None or attempts < TRIES:
        return False
    await db.execute(update(Inbox).where(Inbox.id == number).values(state="failed"))
    return True


async def unfinished(db: Transaction, before: datetime, limit: int = 200) -> Sequence[Inbox]:
    """What came in before that moment and is not done, oldest first: after a crash or a failed try."""
    rows = await db.scalars(
        select(Inbox)
        .where(
            Inbox.state.in_(("new", "said")),
            func.coalesce(Inbox.tried_at, Inbox.received_at) < before,
        )
        .order_by(Inbox.received_at, Inbox.id)
        .limit(limit)
    )
    return rows.all()


async def count_failed(db: Transaction) -> int:
    return await db.scalar(select(func.count()).where(Inbox.state == "failed")) or 0


async def forget_keys(db: Transaction, now: datetime, after: timedelta = timedelta(days=7)) -> None:
    """Erase done rows whose update can't come a second time any more (channels re-send for a day)."""
    await db.execute(delete(Inbox).where(Inbox.state == "done", Inbox.received_at < now - after))
