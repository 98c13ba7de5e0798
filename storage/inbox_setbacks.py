"""Questions about updates that could not be handled: put off, counted, given up, tried again."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, literal, or_, select, update

from storage.database import Transaction
from storage.schema.inbox import FAILED, Inbox

TRIES = 3
PAUSES = (timedelta(minutes=1), timedelta(minutes=5))
"""Between the first try that failed and the second, and the second and the third."""


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


async def change_words(db: Transaction, number: int, change: Callable[[str], str]) -> None:
    """Put something else in place of what came in, as JSON."""
    payload = await db.scalar(select(Inbox.payload).where(Inbox.id == number))
    if payload is not None:
        await db.execute(
            update(Inbox)
            .where(Inbox.id == number)
            .values(payload=change(payload))
            .execution_options(synchronize_session=False)
        )


async def is_any_put_off(db: Transaction, channel: str) -> bool:
    """Whether something of a channel waits for what is away."""
    waits = select(Inbox.id).where(
        Inbox.due_at.is_not(None), Inbox.channel == channel, Inbox.delays > 0
    )
    return await db.scalar(waits.limit(1)) is not None


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
