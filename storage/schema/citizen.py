"""People who agreed to be remembered, and the chats in which they are met."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Table


class Citizen(Table):
    """Exists from the consent on. `notices`, `surveys`, `broadcasts`: the further consents as they stand."""

    __tablename__ = "citizen"
    __table_args__ = (
        Index("ix_citizen_seen_at", "seen_at"),
        Index(
            "ix_citizen_broadcasts",
            "id",
            sqlite_where=text("broadcasts = 1"),
            postgresql_where=text("broadcasts"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notices: Mapped[bool] = mapped_column(default=False)
    surveys: Mapped[bool] = mapped_column(default=False)
    broadcasts: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class Consent(Table):
    """What was agreed to or withdrawn, and when: the proof. kind: processing | notices | surveys |
    broadcasts."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(
        ForeignKey("citizen.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(16))
    given: Mapped[bool]
    wording: Mapped[int]
    at: Mapped[datetime]


class Chat(Table):
    """A chat of a channel: whose it is (a citizen's or a member of staff's), and where the talk stands.

    `state` and `data` are the conversation's FSM. `closed_at`: the channel said that nobody can be
    reached there any more.
    """

    __tablename__ = "chat"
    __table_args__ = (UniqueConstraint("channel", "chat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    citizen_id: Mapped[int | None] = mapped_column(
        ForeignKey("citizen.id", ondelete="CASCADE"), index=True
    )
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str | None] = mapped_column(String(64))
    data: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    closed_at: Mapped[datetime | None]


class LinkCode(Table):
    """A one-time code that binds a further chat to a citizen: only its keyed hash, and the newest."""

    __tablename__ = "link_code"
    __table_args__ = (Index("ix_link_code_expires_at", "expires_at"),)

    citizen_id: Mapped[int] = mapped_column(
        ForeignKey("citizen.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
