"""Staff, and the record of what they did."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Table


class Staff(Table):
    """role: desk (with its area) | triage | supervisor | administrator."""

    __tablename__ = "staff"
    __table_args__ = (Index("ix_staff_role_area", "role", "area"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(16))
    area: Mapped[str | None] = mapped_column(String(16))
    unit: Mapped[str | None] = mapped_column(String(40))
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_expires_at: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class Audit(Table):
    """Who did what to what. Rows can only be added: the database refuses to change or delete them.

    It names staff and subjects by number, never a citizen, and holds no text of a complaint.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject"), Index("ix_audit_staff_id", "staff_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    act: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    detail: Mapped[str | None] = mapped_column(String(200))
