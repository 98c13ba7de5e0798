"""The revision of a web chat: a counter that is locked from its taking to the commit."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.schema.history import WebChat


async def next_revision(db: Transaction, chat_id: int, now: datetime) -> int | None:
    """Take the chat's next revision. None: nobody ever spoke there."""
    return await db.scalar(
        update(WebChat)
        .where(WebChat.chat_id == chat_id)
        .values(revision=WebChat.revision + 1, seen_at=now)
        .returning(WebChat.revision)
        .execution_options(synchronize_session=False)
    )


async def first_or_next_revision(db: Transaction, chat_id: int, now: datetime) -> int:
    """The same; the first one where nobody ever spoke."""
    upsert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = (
        upsert(WebChat)
        .values(chat_id=chat_id, revision=1, floor=0, seen_at=now)
        .on_conflict_do_update(
            index_elements=["chat_id"], set_={"revision": WebChat.revision + 1, "seen_at": now}
        )
        .returning(WebChat.revision)
    )
    return (await db.execute(statement)).scalar_one()
