"""Broadcasts: one message to all who agreed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Table

UNDER_WAY = "approved_at IS NOT NULL AND ended_at IS NULL"


class Broadcast(Table):
    """state: see domain.broadcast.State. `version` grows with every change of the words.

    cursor: the citizen whose row was written last; written_at: when there was nobody left to write
    for. done, never: as they stood at the end, from when on rows of the outbox are no longer counted;
    before it, `never` counts only those for whom no row was written: nobody can reach them, or it was
    stopped. told_at: when staff were last shown how far it is.
    """

    __tablename__ = "broadcast"
    __table_args__ = (
        Index(
            "ix_broadcast_under_way",
            "id",
            sqlite_where=text(UNDER_WAY),
            postgresql_where=text(UNDER_WAY),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(default=1)
    zh: Mapped[str] = mapped_column(Text)
    en: Mapped[str | None] = mapped_column(Text)
    writer_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    cursor: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    never: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    written_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
