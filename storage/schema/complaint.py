"""Complaints, suggestions and praise, and what was said about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Table


class Complaint(Table):
    """One complaint, from receipt to close.

    Anonymous ones have no citizen: the answer waits behind the receipt code. `state` is
    domain.complaint.State; `because` is the routing's reasons, `reckoned` its domain.routing.Line;
    `routed_sure` whether it went straight to the desk. Both are None where nobody kept them.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        Index("ix_complaint_desk", "area", "state", "received_at"),
        Index("ix_complaint_state", "state", "due_at"),
        Index("ix_complaint_taker", "taker_id", "state"),
        Index("ix_complaint_closed_at", "closed_at"),
        Index(
            "ix_complaint_unjudged",
            "answered_at",
            sqlite_where=text("state = 'answered'"),
            postgresql_where=text("state = 'answered'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_code: Mapped[str] = mapped_column(String(16), unique=True)
    draft_key: Mapped[str] = mapped_column(String(40), unique=True)
    citizen_id: Mapped[int | None] = mapped_column(
        ForeignKey("citizen.id", ondelete="SET NULL"), index=True
    )
    language: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(12))
    area: Mapped[str] = mapped_column(String(16))
    to_triage: Mapped[bool]
    runner_up: Mapped[str] = mapped_column(String(16))
    score: Mapped[float]
    also: Mapped[list[str]] = mapped_column(JSON)
    tags: Mapped[list[str]] = mapped_column(JSON)
    because: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    reckoned: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    routed_sure: Mapped[bool | None]
    state: Mapped[str] = mapped_column(String(12))
    taker_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    verdict: Mapped[str | None] = mapped_column(String(16))
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


ANSWERED = Complaint.state == literal_column("'answered'")
"""Said as a literal: with a parameter a database could not use the partial index."""


class ComplaintEntry(Table):
    """One thing said or done in a complaint's life, in order. kind: text | photo | answer | question |
    closed | withdrawn | reopened | verdict | lapsed."""

    __tablename__ = "complaint_entry"
    __table_args__ = (Index("ix_complaint_entry_complaint_id", "complaint_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str | None] = mapped_column(Text)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("photo.id"), index=True)
    at: Mapped[datetime]


class NamedUnit(Table):
    """A unit that a complaint names: its people never see that complaint (law: 信访工作条例 18, 30)."""

    __tablename__ = "named_unit"
    __table_args__ = (UniqueConstraint("complaint_id", "unit"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"))
    unit: Mapped[str] = mapped_column(String(40))


class Correction(Table):
    """What people decided on a routing: what it is measured and improved by.

    Triage or a desk sent the complaint elsewhere; or, both areas being equal, said that it was right.
    `was_sure` stands at the first decision on a complaint alone, the one that judges the routing:
    whether that was sure, or a guess for triage.
    """

    __tablename__ = "correction"
    __table_args__ = (
        Index("ix_correction_at", "at"),
        Index("ix_correction_measured", "routed_to", "was_sure", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(
        ForeignKey("complaint.id", ondelete="CASCADE"), index=True
    )
    routed_to: Mapped[str] = mapped_column(String(16))
    corrected_to: Mapped[str] = mapped_column(String(16))
    was_sure: Mapped[bool | None]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]


class Photo(Table):
    """A picture, re-encoded without its metadata. JPEG, 1,600 pixels a side at the most."""

    __tablename__ = "photo"
    __table_args__ = (Index("ix_photo_kept_at", "kept_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime]
