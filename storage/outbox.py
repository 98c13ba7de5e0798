"""Questions to the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from domain.say import Say
from storage.database import Transaction, insert_into
from storage.schema.outbox import WAITING, Outbox

PRIORITIES = {"receipt": 0, "answer": 0, "notice": 1, "card": 2, "invitation": 3, "broadcast": 4}
"""What leaves first. Kinds that push (notice, invitation, broadcast) keep quiet hours and consents."""

FLEETING = "fleeting"
"""The subject of rows that take a fleeting message back."""

FILLED = "outbox filled"


async def put(
    db: Transaction,
    *,
    key: str,
    kind: str,
    subject: str,
    channel: str,
    chat_id: int,
    citizen_id: int | None,
    say: Say,
    due_at: datetime,
    now: datetime,
) -> bool:
    """Add a message, to be sent from `due_at` on. False: one of that key is there already.

    key: kind + subject + period (+ chat where several are told). subject: `complaint:12`, `case:7`.
    """
    number = await db.scalar(
        insert_into(db, Outbox)
        .values(
            key=key,
            kind=kind,
            priority=PRIORITIES[kind],
            subject=subject,
            channel=channel,
            chat_id=chat_id,
            citizen_id=citizen_id,
            say=say.as_json(),
            created_at=now,
            due_at=due_at,
        )
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(Outbox.id)
    )
    if number is None:
        return False
    db.info[FILLED] = True
    await _hurry(db, channel, chat_id, PRIORITIES[kind], now)
    return True


async def take_back(
    db: Transaction,
    channel: str,
    chat_id: int,
    numbers: Sequence[int],
    *,
    due_at: datetime,
    now: datetime,
) -> None:
    """Have messages deleted from a chat, from `due_at` on: one row for all of them."""
    await put(
        db,
        key=f"{FLEETING}:{channel}:{chat_id}:{numbers[0]}",
        kind="card",
        subject=FLEETING,
        channel=channel,
        chat_id=chat_id,
        citizen_id=None,
        say=Say(forget=tuple(numbers)),
        due_at=due_at,
        now=now,
    )


def is_filled(db: Transaction) -> bool:
    """Whether this transaction put something out, so that the delivery loop is worth a nudge."""
    return FILLED in db.info


async def _hurry(db: Transaction, channel: str, chat_id: int, priority: int, now: datetime) -> None:
    """A chat keeps its order, so what is due before an urgent message becomes as urgent.

    Not what is on its way already: waiting for those rows could lock two commits against each other.
    """
    before = select(Outbox.id).where(
        WAITING,
        Outbox.channel == channel,
        Outbox.chat_id == chat_id,
        Outbox.priority > priority,
        Outbox.due_at <= now,
    )
    numbers = (await db.scalars(before.with_for_update(skip_locked=True))).all()
    if numbers:
        await db.execute(
            update(Outbox)
            .where(Outbox.id.in_(numbers))
            .values(priority=priority)
            .execution_options(synchronize_session=False)
        )


async def give_up(
    db: Transaction, citizen_id: int, kinds: Sequence[str], reason: str, now: datetime
) -> None:
    """What waits of these kinds for a citizen is never sent."""
    await db.execute(
        update(Outbox)
        .where(Outbox.citizen_id == citizen_id, Outbox.kind.in_(kinds), Outbox.state == "waiting")
        .values(state="never", reason=reason, settled_at=now)
    )
