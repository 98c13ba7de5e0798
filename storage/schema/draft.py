"""What a citizen is writing and has not sent yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Table


class ComplaintDraft(Table):
    """One a chat; it outlives other dialogues and restarts, and goes with the chat.

    parts: [{"text": …, "photo": number, "message": its number in the chat}]. messages: the numbers
    of the citizen's own messages in that chat, so that an anonymous one can be taken out of it.
    card: the number of the house's message that shows how far it is. adds_to: the receipt code of
    what it adds to. contact: whether the citizen may be contacted, None before they said.
    """

    __tablename__ = "complaint_draft"
    __table_args__ = (
        # Named by hand: by rule it would be called like complaint.draft_key's.
        UniqueConstraint("key", name="uq_draft_key"),
        Index("ix_complaint_draft_updated_at", "updated_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_row_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), unique=True)
    key: Mapped[str] = mapped_column(String(40))
    adds_to: Mapped[str | None] = mapped_column(String(16))
    contact: Mapped[bool | None]
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    messages: Mapped[list[int]] = mapped_column(JSON)
    card: Mapped[int | None] = mapped_column(BigInteger)
    updated_at: Mapped[datetime]
