"""Calls of the signed feed."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Table


class FeedCall(Table):
    """A signature that was used, kept until it would be too old anyhow."""

    __tablename__ = "feed_call"
    __table_args__ = (Index("ix_feed_call_at", "at"),)

    signature: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]
