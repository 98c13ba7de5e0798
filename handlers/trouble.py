"""Tells staff of what the house could not do by itself."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from domain.role import Role
from domain.say import Say
from handlers.house import House
from storage import chats, outbox, staff
from storage.database import Transaction


async def tell_administrators(
    db: Transaction, house: House, channel: str, number: int, error: Exception, now: datetime
) -> None:
    """An update of a citizen failed for the last time: who looks after the machine must look."""
    words = {"number": number, "channel": channel, "error": type(error).__name__}
    await _tell(
        db,
        house,
        f"failed:{number}:{now:%Y%m%d%H%M}",
        f"inbox:{number}",
        "trouble.failed",
        words,
        now,
    )


async def tell_of_words(db: Transaction, house: House, problem: str, now: datetime) -> None:
    """A file of words was changed and cannot be used. The same is told once a day."""
    mark = sha256(f"{now.date()} {problem}".encode()).hexdigest()[:16]
    words = {"problem": problem}
    await _tell(db, house, f"words:{mark}", "words", "trouble.words", words, now)


async def _tell(
    db: Transaction,
    house: House,
    key: str,
    subject: str,
    text: str,
    words: Mapping[str, object],
    now: datetime,
) -> None:
    members = [one.id for one in await staff.active(db) if one.role == Role.ADMINISTRATOR]
    for chat in await chats.of_staff(db, members):
        await outbox.put(
            db,
            key=f"{key}:{chat.id}",
            kind="card",
            subject=subject,
            channel=chat.channel,
            chat_id=chat.chat_id,
            citizen_id=None,
            say=Say(house.book[chat.language](text, **words)),
            due_at=now,
            now=now,
        )
