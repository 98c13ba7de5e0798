"""Questions about updates that could not be handled: put off, counted, given up, tried again."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import and_, bindparam, case, literal, or_, select, update

from storage.database import Transaction
from storage.schema.inbox import FAILED, Inbox

TRIES = 3
PAUSES = (timedelta(minutes=1), timedelta(minutes=5))
"""Between the first try that failed and the second, and the second and the third."""
HOLDS_FOR = timedelta(hours=6)
"""So long an update that is put off holds back what its chat wrote later: then being heard at all
counts for more than being heard in order."""
REPLY_HOLDS_FOR = timedelta(minutes=10)
"""The same for one that is decided and whose reply is put off: nobody waits long for words alone."""

# Asked at every message, so it is put together once.
BEFORE = (
    select(Inbox.delays)
    .where(
        Inbox.channel == bindparam("of"),
        Inbox.chat_id == bindparam("chat"),
        Inbox.id < bindparam("number"),
        or_(
            and_(Inbox.state == "new", Inbox.received_at > bindparam("since")),
            and_(
                Inbox.state == "said",
                Inbox.delays > 0,
                Inbox.received_at > bindparam("said_since"),
            ),
        ),
        Inbox.attempts == 0,
    )
    .order_by(Inbox.delays.desc())
    .limit(1)
)


class Before(Enum):
    """What stands in the way of an update: one of its chat that came earlier and is not done."""

    IN_HAND = "in hand"
    PUT_OFF = "put off"


async def look_before(
    db: Transaction, channel: str, chat_id: int, number: int, now: datetime
) -> Before | None:
    """What the update of this number must wait for: one to be decided, or one whose reply is put off,
    so that replies come in order. One that really failed is not waited for: its citizen was told so.
    """
    connection = await db.connection()
    found = await connection.execute(
        BEFORE,
        {
            "of": channel,
            "chat": chat_id,
            "number": number,
            "since": now - HOLDS_FOR,
            "said_since": now - REPLY_HOLDS_FOR,
        },
    )
    delays = found.scalar()
    if delays is None:
        return None
    return Before.PUT_OFF if delays else Before.IN_HAND


async def hold(db: Transaction, number: int, now: datetime) -> None:
    """Leave it to whoever takes up what is in its way."""
    await db.execute(
        update(Inbox)
        .where(Inbox.id == number, Inbox.state == "new")
        .values(due_at=now)
        .execution_options(synchronize_session=False)
    )


async def count_delay(
    db: Transaction, number: int, error: str, *, due_at: datetime, warned: bool
) -> None:
    """Put it off to `due_at`: something was away for a while, which is not the update's fault."""
    await db.execute(
        update(Inbox)
        .where(Inbox.id == number, Inbox.state.in_(("new", "said")))
        .values(
            delays=Inbox.delays + 1,
            error=error[:200],
            due_at=due_at,
            warned=or_(Inbox.warned, literal(warned)),
        )
        .execution_options(synchronize_session=False)
    )


async def count_failure(
    db: Transaction, number: int, error: str, now: datetime, *, warned: bool
) -> int:
    """Count a failed try; returns how many there were, 0 where it was done meanwhile.

    The last one (TRIES) leaves it to staff.
    """
    attempts = await db.scalar(
        select(Inbox.attempts)
        .where(Inbox.id == number, Inbox.state.in_(("new", "said")))
        .with_for_update()
    )
    if attempts is None:
        return 0
    changed: dict[str, Any] = {"attempts": attempts + 1, "error": error[:200]}
    if attempts + 1 < TRIES:
        changed["due_at"] = now + PAUSES[attempts]
    else:
        changed |= {"state": "failed", "due_at": None}
    await db.execute(
        update(Inbox)
        .where(Inbox.id == number)
        .values(**changed, warned=or_(Inbox.warned, literal(warned)))
        .execution_options(synchronize_session=False)
    )
    return attempts + 1


async def keep_left(db: Transaction, number: int, replies: Sequence[dict[str, Any]]) -> None:
    """Of what was decided, keep what remains to be said: the rest is out, and is not said again."""
    if not replies:
        return
    await db.execute(
        update(Inbox)
        .where(Inbox.id == number, Inbox.replies.is_not(None))
        .values(replies=list(replies))
        .execution_options(synchronize_session=False)
    )


async def failed(db: Transaction) -> Sequence[Inbox]:
    """What was given up and waits for somebody, the oldest first."""
    rows = await db.scalars(select(Inbox).where(FAILED).order_by(Inbox.id))
    return rows.all()


async def retry(db: Transaction, numbers: Collection[int], now: datetime) -> list[int]:
    """Give these, if they had failed, all their tries anew; returns those that had.

    What was decided is not decided again: of that only the words are left to say.
    """
    again = case((Inbox.replies.is_not(None), "said"), else_="new")
    rows = await db.scalars(
        update(Inbox)
        .where(Inbox.id.in_(list(numbers)), Inbox.state == "failed")
        .values(state=again, attempts=0, delays=0, due_at=now)
        .returning(Inbox.id)
        .execution_options(synchronize_session=False)
    )
    return sorted(rows)
