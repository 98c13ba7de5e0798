"""What the web chat shows again after a reload: its messages and files, until they are forgotten."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Table


class WebChat(Table):
    """The counter of one chat. Everything that changes its history takes the next `revision`.

    Pages that know less than `floor` forget what they show: the chat was erased at that revision.
    """

    __tablename__ = "web_chat"
    __table_args__ = (Index("ix_web_chat_seen_at", "seen_at"),)

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    revision: Mapped[int]
    floor: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime]


class WebMessage(Table):
    """One message. `number` is the revision at which it came to be, `revision` that of its last change.

    state: kept | unkept (the citizen has not consented: only number and key are here, no words) |
    gone (deleted; the row tells open pages so). `key` is the page's own name for what it sent. alarm:
    it answers a danger. passes_at: it goes then, with its words.
    """

    __tablename__ = "web_message"
    __table_args__ = (
        UniqueConstraint("chat_id", "number"),
        UniqueConstraint("chat_id", "key"),
        Index("ix_web_message_revision", "chat_id", "revision"),
        Index("ix_web_message_said_at", "said_at"),
        Index(
            "ix_web_message_passes_at",
            "passes_at",
            sqlite_where=sql("passes_at IS NOT NULL"),
            postgresql_where=sql("passes_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int]
    revision: Mapped[int]
    state: Mapped[str] = mapped_column(String(8), default="kept")
    mine: Mapped[bool]
    key: Mapped[str | None] = mapped_column(String(40))
    text: Mapped[str | None] = mapped_column(Text)
    buttons: Mapped[list[list[list[str]]] | None] = mapped_column(JSON(none_as_null=True))
    quotes: Mapped[int | None]
    alarm: Mapped[bool] = mapped_column(default=False)
    file_id: Mapped[str | None] = mapped_column(String(32))
    file_name: Mapped[str | None] = mapped_column(String(120))
    width: Mapped[int | None]
    height: Mapped[int | None]
    said_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    passes_at: Mapped[datetime | None]


class WebFile(Table):
    """The bytes of a picture or a document of one chat. The name cannot be guessed."""

    __tablename__ = "web_file"
    __table_args__ = (
        Index("ix_web_file_chat_id", "chat_id"),
        Index("ix_web_file_kept_at", "kept_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime]
