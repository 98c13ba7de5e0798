"""What must go out: a row in the same commit as the reason for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Table


class Outbox(Table):
    """One message to one chat, sent later by the delivery loop.

    `key` (kind + subject + period) stops a second one of the same. `kind` decides priority, quiet
    hours and consent. state: waiting → done | never (with `reason`). A claim is `claimed_until`.
    names: the earlier stages that a case notice tells of, as `stage@seconds`, with commas.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "channel",
            "priority",
            "due_at",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_outbox_chat", "channel", "chat_id", "state", "id"),
        Index("ix_outbox_subject", "subject", "kind", "state"),
        Index("ix_outbox_citizen_id", "citizen_id"),
        Index("ix_outbox_settled_at", "settled_at"),
        Index(
            "ix_outbox_never",
            "settled_at",
            sqlite_where=text("state = 'never'"),
            postgresql_where=text("state = 'never'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    priority: Mapped[int]
    subject: Mapped[str] = mapped_column(String(80))
    channel: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    citizen_id: Mapped[int | None]
    say: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None] = mapped_column(String(200))
    names: Mapped[str | None] = mapped_column(String(240))


WAITING = Outbox.state == literal_column("'waiting'")
"""Said as a literal: with a parameter a database could not use the partial index."""
NEVER = Outbox.state == literal_column("'never'")
"""What was given up: few rows, with an index of their own, said as a literal for the same reason."""
