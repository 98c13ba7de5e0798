"""Questions about the cards of complaints that staff were shown: rows of the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from domain.say import Say
from storage import outbox
from storage.database import Transaction
from storage.schema.outbox import Outbox


@dataclass(frozen=True, slots=True)
class Shown:
    """A card that stands in a chat, by its message's number, and what it was last told to say."""

    channel: str
    chat_id: int
    message_id: int
    text: str


def subject(complaint_id: int) -> str:
    return f"complaint:{complaint_id}"


async def shown(db: Transaction, complaint_id: int) -> Sequence[Shown]:
    """The newest card of a complaint in every chat that got one."""
    return await shown_of(db, subject(complaint_id))


async def shown_of(db: Transaction, about: str) -> Sequence[Shown]:
    """The same, for anything that cards are about."""
    newest = (
        select(func.max(Outbox.id))
        .where(
            Outbox.subject == about,
            Outbox.kind == "card",
            Outbox.state == "done",
            Outbox.message_id.is_not(None),
        )
        .group_by(Outbox.channel, Outbox.chat_id)
    )
    rows = await db.execute(
        select(Outbox.channel, Outbox.chat_id, Outbox.message_id, Outbox.say)
        .where(Outbox.id.in_(newest))
        .order_by(Outbox.channel, Outbox.chat_id)
    )
    return [
        Shown(channel, chat_id, number, say["text"])
        for channel, chat_id, number, say in rows
        if number
    ]


async def standing_in(
    db: Transaction, channel: str, chat_id: int
) -> Sequence[tuple[int, datetime]]:
    """Every card that stands in a chat: the number of its message, and when it first came there."""
    rows = await db.execute(
        select(Outbox.message_id, func.min(Outbox.settled_at))
        .where(
            Outbox.channel == channel,
            Outbox.chat_id == chat_id,
            Outbox.state == "done",
            Outbox.kind == "card",
            Outbox.message_id.is_not(None),
        )
        .group_by(Outbox.message_id)
        .order_by(Outbox.message_id)
    )
    return [(number, at) for number, at in rows if number and at]


async def forget_in(db: Transaction, channel: str, chat_id: int) -> None:
    """Erase the cards of a chat, with the words on them: nothing there is to be changed any more."""
    await db.execute(
        delete(Outbox).where(
            Outbox.channel == channel,
            Outbox.chat_id == chat_id,
            Outbox.state == "done",
            Outbox.kind == "card",
        )
    )


async def drop_waiting(db: Transaction, complaint_id: int, now: datetime) -> None:
    """What has not left yet is out of date: newer words follow in this transaction.

    What is on its way too: if it arrives nevertheless, `outcomes.settle` takes it back.
    """
    await drop_waiting_of(db, subject(complaint_id), now)


async def drop_waiting_of(db: Transaction, about: str, now: datetime) -> None:
    """The same for any subject that has cards."""
    await db.execute(
        update(Outbox)
        .where(
            Outbox.subject == about,
            Outbox.kind == "card",
            Outbox.state == "waiting",
        )
        .values(state="never", reason="out of date", settled_at=now)
    )


async def forget(db: Transaction, complaint_id: int) -> None:
    """Erase every card of a complaint, with the citizen's words on it."""
    await db.execute(
        delete(Outbox).where(Outbox.subject == subject(complaint_id), Outbox.kind == "card")
    )


async def next_round(db: Transaction, complaint_id: int) -> int:
    """A number that no earlier card of this complaint carries in its key.

    It grows with the rows; hold the complaint's row so that two rounds do not share one.
    """
    last = await db.scalar(
        select(func.max(Outbox.id)).where(
            Outbox.subject == subject(complaint_id), Outbox.kind == "card"
        )
    )
    return (last or 0) + 1


async def put(
    db: Transaction,
    *,
    complaint_id: int,
    news: str,
    round_number: int,
    channel: str,
    chat_id: int,
    say: Say,
    now: datetime,
) -> None:
    """Have a card sent, or a card that was sent changed."""
    change = "edit" if say.edits is not None else "card"
    await outbox.put(
        db,
        key=f"{change}:{complaint_id}:{news}:{round_number}:{channel}:{chat_id}",
        kind="card",
        subject=subject(complaint_id),
        channel=channel,
        chat_id=chat_id,
        citizen_id=None,
        say=say,
        due_at=now,
        now=now,
    )
