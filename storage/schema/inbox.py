"""What came in, kept before anything is done with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, Text, UniqueConstraint, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Table


class Inbox(Table):
    """One update of one channel.

    state: new (to do) → said (done, its replies not yet known to be out) → done, or failed (three
    tries). What is done keeps its channel, its key and an hour: neither words nor chat, and no time
    that could be joined with another. `key` is a keyed hash from the beginning.

    `due_at`: when somebody may take it up again; None where nobody should. `attempts`: tries that
    failed. `delays`: how often it was put off because something was away. `warned`: a danger in it
    was answered.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "key"),
        Index(
            "ix_inbox_due_at",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index(
            "ix_inbox_chat",
            "channel",
            "chat_id",
            "id",
            sqlite_where=text("chat_id IS NOT NULL"),
            postgresql_where=text("chat_id IS NOT NULL"),
        ),
        Index("ix_inbox_received_at", "received_at"),
        Index(
            "ix_inbox_failed",
            "id",
            sqlite_where=text("state = 'failed'"),
            postgresql_where=text("state = 'failed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(64))
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    payload: Mapped[str | None] = mapped_column(Text)
    replies: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(String(8), default="new")
    attempts: Mapped[int] = mapped_column(default=0)
    delays: Mapped[int] = mapped_column(default=0)
    warned: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str | None] = mapped_column(String(200))
    received_at: Mapped[datetime]
    due_at: Mapped[datetime | None]


FAILED = Inbox.state == literal_column("'failed'")
"""Spelt out, not a value sent along: only so a database sees that the index of these rows serves."""
