"""Tells staff of what the house could not do by itself."""

from datetime import datetime

from domain.role import Role
from domain.say import Say
from handlers.house import House
from storage import chats, outbox, staff
from storage.database import Transaction


async def tell_administrators(
    db: Transaction, house: House, channel: str, number: int, error: Exception, now: datetime
) -> None:
    """An update of a citizen failed for the last time: who looks after the machine must look."""
    members = [one.id for one in await staff.active(db) if one.role == Role.ADMINISTRATOR]
    for chat in await chats.of_staff(db, members):
        texts = house.book[chat.language]
        await outbox.put(
            db,
            key=f"failed:{number}:{chat.id}",
            kind="card",
            subject=f"inbox:{number}",
            channel=chat.channel,
            chat_id=chat.chat_id,
            citizen_id=None,
            say=Say(
                texts("trouble.failed", number=number, channel=channel, error=type(error).__name__)
            ),
            due_at=now,
            now=now,
        )
