"""What came of messages that were taken up: written down in the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ARRAY, Update, bindparam, column, delete, func, select, update

from domain.say import Say
from storage import chats, outbox
from storage.database import Transaction
from storage.deliveries import UNSETTLED, Due
from storage.schema.outbox import Outbox

SETTLED = ("state", "due_at", "attempts", "settled_at", "message_id", "reason")
SETTLE_EACH = (
    update(Outbox)
    .where(Outbox.id == bindparam("new_id"), UNSETTLED)
    .values({name: bindparam(f"new_{name}") for name in SETTLED} | {"claimed_until": None})
)


def _settle_all() -> Update:
    """The same for PostgreSQL, which takes all rows as columns in one statement."""
    named = [Outbox.__table__.c[name] for name in ("id", *SETTLED)]
    new = (
        func.unnest(*(bindparam(f"new_{one.name}", type_=ARRAY(one.type)) for one in named))
        .table_valued(*(column(one.name, one.type) for one in named), name="new")
        .render_derived()
    )
    return (
        update(Outbox)
        .where(Outbox.id == new.c.id, UNSETTLED)
        .values({name: new.c[name] for name in SETTLED} | {"claimed_until": None})
    )


SETTLE_ALL = _settle_all()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a row becomes. state `waiting`: another try at `due_at`. closed: close its chat."""

    row: Due
    state: str
    at: datetime
    due_at: datetime
    attempts: int
    message_id: int | None = None
    reason: str | None = None
    closed: bool = False


async def settle(db: Transaction, outcomes: Sequence[Outcome]) -> None:
    """Write down what came of messages. One that was settled or erased meanwhile stays as it is.

    A new card that arrived although it had been dropped or erased meanwhile is taken out of its chat:
    whoever reads there may not see it any more, and no row would know of it.
    """
    if not outcomes:
        return
    await _take_back_dropped(db, [one for one in outcomes if one.row.kind == "card"])
    rows = [
        {
            "new_id": one.row.id,
            "new_state": one.state,
            "new_due_at": one.due_at,
            "new_attempts": one.attempts,
            "new_settled_at": None if one.state == "waiting" else one.at,
            "new_message_id": one.message_id,
            "new_reason": one.reason[:200] if one.reason else None,
        }
        for one in sorted(outcomes, key=lambda one: one.row.id)
    ]
    connection = await db.connection()
    if db.get_bind().dialect.name == "sqlite":
        await connection.execute(SETTLE_EACH, rows)
    else:
        await connection.execute(
            SETTLE_ALL, {name: [row[name] for row in rows] for name in rows[0]}
        )
    for one in outcomes:
        if one.closed:
            await chats.close(db, one.row.channel, one.row.chat_id, one.at)


async def _take_back_dropped(db: Transaction, outcomes: Sequence[Outcome]) -> None:
    arrived = [one for one in outcomes if one.message_id is not None and "edits" not in one.row.say]
    if not arrived:
        return
    numbers = [one.row.id for one in arrived]
    known = await db.scalars(
        select(Outbox.id).where(Outbox.id.in_(numbers), Outbox.state.in_(("waiting", "done")))
    )
    kept = set(known)
    for one in arrived:
        if one.row.id not in kept and one.message_id is not None:
            await outbox.put(
                db,
                key=f"back:{one.row.id}",
                kind="card",
                subject="erased",
                channel=one.row.channel,
                chat_id=one.row.chat_id,
                citizen_id=None,
                say=Say(forget=(one.message_id,)),
                due_at=one.at,
                now=one.at,
            )


async def forget_taken_back(db: Transaction) -> None:
    """Erase what took fleeting messages back: its time would tell when a complaint was made."""
    await db.execute(
        delete(Outbox).where(Outbox.subject == outbox.FLEETING, Outbox.state != "waiting")
    )
