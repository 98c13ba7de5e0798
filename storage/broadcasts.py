"""Questions about broadcasts: their words, who comes next, what became of their messages."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select, update

from domain.broadcast import Counts, State
from domain.say import Say
from storage.database import Transaction, insert_into
from storage.outbox import PRIORITIES
from storage.schema.broadcast import Broadcast
from storage.schema.citizen import Chat, Citizen
from storage.schema.outbox import WAITING, Outbox

KIND = "broadcast"
SUBJECT = "broadcast:"
STOPPED = "broadcast stopped"


class Addressee(NamedTuple):
    """A citizen who agreed, with the chat they bound last; channel None: no chat is open."""

    citizen_id: int
    channel: str | None
    chat_id: int | None
    language: str | None


def subject(broadcast_id: int) -> str:
    return f"{SUBJECT}{broadcast_id}"


async def add(
    db: Transaction, *, zh: str, en: str | None, writer_id: int, now: datetime
) -> Broadcast:
    broadcast = Broadcast(
        state=State.DRAFT, version=1, zh=zh, en=en, writer_id=writer_id, created_at=now
    )
    db.add(broadcast)
    await db.flush()
    return broadcast


async def hold(db: Transaction, broadcast_id: int) -> Broadcast | None:
    """A broadcast that nobody else changes until the end of the transaction."""
    found: Broadcast | None = await db.scalar(
        select(Broadcast).where(Broadcast.id == broadcast_id).with_for_update()
    )
    return found


async def newest(db: Transaction, limit: int) -> Sequence[Broadcast]:
    """The broadcasts written last, the newest first."""
    rows = await db.scalars(select(Broadcast).order_by(Broadcast.id.desc()).limit(limit))
    return rows.all()


async def under_way(db: Transaction) -> Sequence[int]:
    """The numbers of those that were approved and are not ended, the oldest first."""
    rows = await db.scalars(
        select(Broadcast.id)
        .where(Broadcast.approved_at.is_not(None), Broadcast.ended_at.is_(None))
        .order_by(Broadcast.id)
    )
    return rows.all()


async def held(db: Transaction, subjects: Collection[str]) -> dict[str, State]:
    """Those of these subjects of messages that are broadcasts, with their states."""
    numbers = [int(s.removeprefix(SUBJECT)) for s in subjects if s.startswith(SUBJECT)]
    if not numbers:
        return {}
    rows = await db.execute(select(Broadcast.id, Broadcast.state).where(Broadcast.id.in_(numbers)))
    return {subject(number): State(state) for number, state in rows}


async def count_willing(db: Transaction, after: int = 0) -> int:
    """How many citizens with a number above `after` agreed to broadcasts."""
    query = select(func.count()).where(Citizen.broadcasts, Citizen.id > after)
    return await db.scalar(query.select_from(Citizen)) or 0


async def next_willing(db: Transaction, after: int, limit: int) -> list[Addressee]:
    """The next citizens who agreed, in order of their numbers."""
    willing = (
        select(Citizen.id)
        .where(Citizen.broadcasts, Citizen.id > after)
        .order_by(Citizen.id)
        .limit(limit)
    )
    numbers = (await db.scalars(willing)).all()
    last = (
        select(func.max(Chat.id))
        .where(Chat.citizen_id.in_(numbers), Chat.closed_at.is_(None))
        .group_by(Chat.citizen_id)
    )
    rows = await db.execute(
        select(Chat.citizen_id, Chat.channel, Chat.chat_id, Chat.language).where(Chat.id.in_(last))
    )
    found = {
        citizen: Addressee(citizen, channel, chat_id, language)
        for citizen, channel, chat_id, language in rows
        if citizen is not None
    }
    return [found.get(number, Addressee(number, None, None, None)) for number in numbers]


async def write(
    db: Transaction, broadcast_id: int, to: Sequence[tuple[Addressee, Say]], now: datetime
) -> None:
    """Put out a portion in one statement. Nobody gets a second one, whatever was cut off before."""
    connection = await db.connection()
    await connection.execute(
        insert_into(db, Outbox).on_conflict_do_nothing(index_elements=["key"]),
        [
            {
                "key": f"{subject(broadcast_id)}:{one.citizen_id}",
                "kind": KIND,
                "priority": PRIORITIES[KIND],
                "subject": subject(broadcast_id),
                "channel": one.channel,
                "chat_id": one.chat_id,
                "citizen_id": one.citizen_id,
                "say": say.as_json(),
                "state": "waiting",
                "attempts": 0,
                "created_at": now,
                "due_at": now,
            }
            for one, say in to
        ],
    )


async def count_untried(db: Transaction, broadcast_id: int) -> int:
    """How many messages wait that were not tried yet."""
    untried = select(func.count()).where(_its_messages(broadcast_id), WAITING, Outbox.attempts == 0)
    return await db.scalar(untried) or 0


async def count(db: Transaction, broadcast: Broadcast) -> Counts:
    """How far it is. Somebody erased is in no count."""
    if broadcast.ended_at is not None:
        return Counts(done=broadcast.done, never=broadcast.never)
    rows = await db.execute(
        select(Outbox.state, func.count()).where(_its_messages(broadcast.id)).group_by(Outbox.state)
    )
    found: dict[str, int] = dict(rows.all())
    unwritten = 0
    if broadcast.written_at is None:
        unwritten = await count_willing(db, broadcast.cursor)
    return Counts(
        done=found.get("done", 0),
        later=found.get("waiting", 0),
        never=found.get("never", 0) + broadcast.never,
        unwritten=unwritten,
    )


async def hurry(db: Transaction, broadcast_id: int, now: datetime) -> None:
    """What was put off while it was paused may leave at once."""
    await db.execute(
        update(Outbox)
        .where(_its_messages(broadcast_id), WAITING, Outbox.attempts == 0, Outbox.due_at > now)
        .values(due_at=now)
        .execution_options(synchronize_session=False)
    )


async def cancel(db: Transaction, broadcast: Broadcast, now: datetime) -> None:
    """What waits is never sent, and nothing more is written.

    What is on its way settles by itself, and is not tried again.
    """
    if broadcast.written_at is None:
        broadcast.never += await count_willing(db, broadcast.cursor)
        broadcast.written_at = now
    free = or_(Outbox.claimed_until.is_(None), Outbox.claimed_until < now)
    await db.execute(
        update(Outbox)
        .where(_its_messages(broadcast.id), WAITING, free)
        .values(state="never", reason=STOPPED, settled_at=now)
        .execution_options(synchronize_session=False)
    )


def _its_messages(broadcast_id: int) -> ColumnElement[bool]:
    return (Outbox.subject == subject(broadcast_id)) & (Outbox.kind == KIND)
