"""Questions to the inbox: keep, claim, finish, replay."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, case, delete, func, literal_column, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.schema.inbox import Inbox

TRIES = 3
KEY_KEPT = timedelta(days=7)
"""Channels send an update again for a day at the most."""
FAILED_KEPT = timedelta(days=30)


# Asked at every message, so it is put together once.
FINISH = (
    update(Inbox)
    .where(Inbox.id == bindparam("number"), Inbox.state == "new")
    .values(
        state=bindparam("new_state"), replies=bindparam("new_replies"), tried_at=bindparam("now")
    )
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it came in. `key` is unique in its channel; `payload` is its JSON."""

    channel: str
    key: str
    chat_id: int
    payload: str


async def keep(db: Transaction, arrivals: Sequence[Arrival], now: datetime) -> list[int | None]:
    """Keep what came in; for each its number, or None where the same came before."""
    if not arrivals:
        return []
    insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(Inbox)
        .on_conflict_do_nothing(index_elements=["channel", "key"])
        .returning(Inbox.channel, Inbox.key, Inbox.id)
    )
    connection = await db.connection()
    rows = await connection.execute(
        statement,
        [
            {
                "channel": arrival.channel,
                "key": arrival.key,
                "chat_id": arrival.chat_id,
                "payload": arrival.payload,
                "state": "new",
                "attempts": 0,
                "received_at": now,
            }
            for arrival in arrivals
        ],
    )
    numbers = {(channel, key): number for channel, key, number in rows}
    return [numbers.pop((arrival.channel, arrival.key), None) for arrival in arrivals]


async def finish(
    db: Transaction, number: int, replies: list[dict[str, Any]], now: datetime
) -> bool:
    """Mark as done in the commit that does it. False: somebody else did it already."""
    connection = await db.connection()
    done = await connection.execute(
        FINISH,
        {
            "number": number,
            "new_state": "said" if replies else "done",
            "new_replies": replies or None,
            "now": now,
        },
    )
    return done.rowcount == 1


async def erase_said(db: Transaction, numbers: Iterable[int]) -> None:
    """The replies are out: nothing of these needs keeping but the key."""
    await db.execute(
        update(Inbox)
        .where(Inbox.id.in_(list(numbers)), Inbox.state == "said")
        .values(state="done", payload=None, replies=None)
        .execution_options(synchronize_session=False)
    )


async def count_failure(db: Transaction, number: int, error: str, now: datetime) -> int:
    """Count a failed try; returns how many there were. The last one (TRIES) leaves it to staff."""
    attempts = await db.scalar(
        update(Inbox)
        .where(Inbox.id == number, Inbox.state == "new")
        .values(
            attempts=Inbox.attempts + 1,
            state=case((Inbox.attempts + 1 >= TRIES, "failed"), else_="new"),
            error=error[:200],
            tried_at=now,
        )
        .returning(Inbox.attempts)
        .execution_options(synchronize_session=False)
    )
    return attempts or 0


async def unfinished(
    db: Transaction, now: datetime, patience: timedelta, limit: int = 200
) -> Sequence[Inbox]:
    """What is not done and was last touched longer ago than `patience`, oldest first.

    What failed already waits five times longer with every further try.
    """
    touched = func.coalesce(Inbox.tried_at, Inbox.received_at)
    rows = await db.scalars(
        select(Inbox)
        .where(
            Inbox.state.in_(("new", "said")),
            Inbox.state != literal_column("'done'"),
            or_(
                and_(Inbox.attempts < 2, touched <= now - patience),
                touched <= now - 5 * patience,
            ),
        )
        .order_by(Inbox.received_at, Inbox.id)
        .limit(limit)
    )
    return rows.all()


async def count_failed(db: Transaction) -> int:
    return await db.scalar(select(func.count()).where(Inbox.state == "failed")) or 0


async def forget_keys(db: Transaction, now: datetime) -> None:
    """Erase rows whose update can't come a second time any more, and failed ones nobody looked at."""
    await db.execute(
        delete(Inbox).where(
            or_(
                and_(Inbox.state == "done", Inbox.received_at < now - KEY_KEPT),
                and_(Inbox.state == "failed", Inbox.received_at < now - FAILED_KEPT),
            )
        )
    )
