"""Erases what was said in the web chat: single messages, those whose time is over, a whole chat."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from storage.database import Transaction
from storage.history import CHANGES
from storage.revision import first_or_next_revision, next_revision
from storage.schema.history import WebChat, WebFile, WebMessage


async def forget_messages(
    db: Transaction, chat_id: int, numbers: Sequence[int], now: datetime
) -> list[WebMessage]:
    """Erase words and files of messages; rows without content stay, to tell open pages. Of their
    time the hour stays, lest the minute tell which complaint was made here.

    Unkept ones too: their words are in the citizen's page, which forgets them when told.
    """
    rows = await db.scalars(
        select(WebMessage).where(
            WebMessage.chat_id == chat_id,
            WebMessage.number.in_(numbers),
            WebMessage.state != "gone",
        )
    )
    forgotten = list(rows)
    for message in forgotten:
        await db.execute(delete(WebFile).where(WebFile.id == message.file_id))
        message.state, message.text, message.buttons = "gone", None, None
        message.file_id = message.file_name = message.edited_at = message.passes_at = None
        message.said_at = message.said_at.replace(minute=0, second=0, microsecond=0)
        message.revision = await first_or_next_revision(db, chat_id, now)
    await db.flush()
    return forgotten


async def let_pass(db: Transaction, now: datetime) -> int:
    """Erase messages whose time is over, some at once. Returns how many there were."""
    rows = await db.execute(
        select(WebMessage.chat_id, WebMessage.number)
        .where(WebMessage.passes_at <= now)
        .order_by(WebMessage.passes_at)
        .limit(CHANGES)
    )
    passed: dict[int, list[int]] = {}
    for chat_id, number in rows:
        passed.setdefault(chat_id, []).append(number)
    for chat_id in sorted(passed):
        await forget_messages(db, chat_id, passed[chat_id], now)
    return sum(map(len, passed.values()))


async def erase(db: Transaction, chat_id: int, now: datetime) -> None:
    """Forget everything said in a chat. Its counter goes on, so that open pages notice."""
    revision = await next_revision(db, chat_id, now)
    if revision is None:
        return
    await db.execute(delete(WebMessage).where(WebMessage.chat_id == chat_id))
    await db.execute(delete(WebFile).where(WebFile.chat_id == chat_id))
    await db.execute(update(WebChat).where(WebChat.chat_id == chat_id).values(floor=revision))
