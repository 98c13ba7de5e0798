"""Questions to the inbox: keep, take up, finish, empty, forget."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from storage.database import Transaction, insert_into
from storage.portions import erase_some
from storage.schema.inbox import FAILED, Inbox

LEASE = timedelta(minutes=1)
"""Whoever has an update in hand is given so long; then it counts as left behind."""
KEY_KEPT = timedelta(days=7)
"""Channels send an update again for a day at the most."""
UNDONE_KEPT = timedelta(days=30)
"""What failed and nobody looked at, or what came by a channel that was turned off since."""
AT_ONCE = 200

EMPTY: dict[str, Any] = {
    "state": "done",
    "chat_id": None,
    "payload": None,
    "replies": None,
    "attempts": 0,
    "delays": 0,
    "warned": False,
    "error": None,
    "due_at": None,
}
"""What is left of an update that is done, beside its channel, its key and an hour."""

# Asked at every message, so they are put together once.
DONE = (
    update(Inbox)
    .where(Inbox.id == bindparam("number"), Inbox.state == "new")
    .values(**EMPTY, received_at=bindparam("hour"))
)
SAID = (
    update(Inbox)
    .where(Inbox.id == bindparam("number"), Inbox.state == "new")
    .values(
        state="said",
        attempts=0,
        delays=0,
        error=None,
        replies=bindparam("new_replies"),
        due_at=bindparam("until"),
    )
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it came in. `key` is unique in its channel and tells nothing to whoever reads it;
    `payload` is its JSON."""

    channel: str
    key: str
    chat_id: int
    payload: str


async def keep(db: Transaction, arrivals: Sequence[Arrival], now: datetime) -> list[int | None]:
    """Keep what came in; for each its number, or None where the same came before."""
    if not arrivals:
        return []
    statement = (
        insert_into(db, Inbox)
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
                "delays": 0,
                "warned": False,
                "received_at": now,
                "due_at": now + LEASE,
            }
            for arrival in arrivals
        ],
    )
    numbers = {(channel, key): number for channel, key, number in rows}
    return [numbers.pop((arrival.channel, arrival.key), None) for arrival in arrivals]


async def is_kept(db: Transaction, channel: str, key: str) -> bool:
    """Whether the same update came before."""
    asked = select(Inbox.id).where(Inbox.channel == channel, Inbox.key == key)
    return await db.scalar(asked) is not None


async def finish(
    db: Transaction, number: int, replies: list[dict[str, Any]], now: datetime
) -> bool:
    """Mark as done in the commit that does it. False: somebody else did it already."""
    connection = await db.connection()
    if replies:
        done = await connection.execute(
            SAID, {"number": number, "new_replies": replies, "until": now + LEASE}
        )
    else:
        done = await connection.execute(DONE, {"number": number, "hour": _hour(now)})
    return done.rowcount == 1


async def empty(db: Transaction, numbers: Iterable[int], now: datetime) -> None:
    """The replies of these are out: nothing needs keeping but that they came."""
    await db.execute(
        update(Inbox)
        .where(Inbox.id.in_(list(numbers)), Inbox.state == "said")
        .values(**EMPTY, received_at=_hour(now))
        .execution_options(synchronize_session=False)
    )


async def release(db: Transaction, channels: Collection[str], now: datetime) -> None:
    """Nobody is there who could have anything of these in hand: whatever is not done is due."""
    await db.execute(
        update(Inbox)
        .where(Inbox.due_at.is_not(None), Inbox.channel.in_(list(channels)))
        .values(due_at=now)
    )


async def claim(db: Transaction, channels: Collection[str], now: datetime) -> Sequence[Inbox]:
    """Take up what is due, in the order of arrival, so that nobody else does for a while.

    At most AT_ONCE. What waits behind an earlier update of its chat that is put off still is left.
    """
    earlier = aliased(Inbox)
    waits_behind = exists().where(
        earlier.channel == Inbox.channel,
        earlier.chat_id == Inbox.chat_id,
        earlier.id < Inbox.id,
        earlier.state.in_(("new", "said")),
        earlier.delays > 0,
        earlier.due_at > now,
    )
    # Two statements: within the UPDATE, PostgreSQL may run the choice again for every row.
    numbers = await db.scalars(
        select(Inbox.id)
        .where(Inbox.due_at <= now, ~waits_behind, Inbox.channel.in_(list(channels)))
        .order_by(Inbox.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    rows = await db.scalars(
        update(Inbox)
        .where(Inbox.id.in_(numbers.all()), Inbox.due_at.is_not(None))
        .values(due_at=now + LEASE)
        .returning(Inbox)
        .execution_options(synchronize_session=False)
    )
    return sorted(rows, key=lambda row: row.id)


async def forget_words(db: Transaction, chats: Collection[tuple[str, int]], now: datetime) -> None:
    """Empty what is decided or given up in these chats, given as (channel, chat)."""
    for channel, chat_id in chats:  # a list of pairs would be looked for along the whole channel
        await db.execute(
            update(Inbox)
            .where(
                Inbox.channel == channel,
                Inbox.chat_id == chat_id,
                Inbox.state.in_(("said", "failed")),
            )
            .values(**EMPTY, received_at=_hour(now))
            .execution_options(synchronize_session=False)
        )


async def count_failed(db: Transaction) -> int:
    return await db.scalar(select(func.count()).where(FAILED)) or 0


async def forget_keys(db: Transaction, now: datetime) -> int:
    """Erase some of the rows whose update can't come a second time any more, or will never be done.

    Returns how many were chosen: none when all is done.
    """
    return await erase_some(
        db,
        Inbox.id,
        Inbox.received_at < now - KEY_KEPT,
        or_(Inbox.state == "done", Inbox.received_at < now - UNDONE_KEPT),
    )


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)
