"""Processes that speak in a limited channel, so that they divide its limit among them."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Table


class Speaker(Table):
    """One process in one channel. `seen_at`: when it last said that it is there. `paused_until`: the
    channel told it that it has had too much. A handful of rows; those of the gone are erased."""

    __tablename__ = "speaker"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    process: Mapped[str] = mapped_column(String(32), primary_key=True)
    seen_at: Mapped[datetime]
    paused_until: Mapped[datetime | None]
