"""What people have to do about a case by a day, and property that waits to be collected."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Table


class CaseTask(Table):
    """A task of staff, shown as a card. kind: revisit (of an unsolved case) | contact (somebody asked) |
    tell (a sensitive case: a person tells of its stage, which `about` names, once).

    state: open → done | void (nothing to do any more). next_at: when the clock looks at it again;
    None: never. answer: what a citizen said of it, yes or no.
    """

    __tablename__ = "case_task"
    __table_args__ = (
        UniqueConstraint("case_id", "kind", "due_at"),
        UniqueConstraint("case_id", "about"),
        Index("ix_case_task_kind", "kind", "due_at", "state"),
        Index(
            "ix_case_task_next",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="open")
    answer: Mapped[str | None] = mapped_column(String(3))
    about: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    staff_id: Mapped[int | None]
    next_at: Mapped[datetime | None]


class CaseProperty(Table):
    """Property of a case that its owner may collect from `since` to `until`: since it was announced,
    and once the owner was told of it, since then. What comes after it was collected begins anew.

    slot: the half day that a citizen proposed, as domain.returning.Slot writes it; agreed: staff
    confirmed it. next_at: the next reminder, or when the half day is past.
    """

    __tablename__ = "case_property"
    __table_args__ = (
        Index(
            "ix_case_property_next",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        Index("ix_case_property_citizen_id", "citizen_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("case_file.id", ondelete="CASCADE"), unique=True
    )
    since: Mapped[datetime]
    until: Mapped[datetime]
    slot: Mapped[str | None] = mapped_column(String(12))
    agreed: Mapped[bool] = mapped_column(default=False)
    citizen_id: Mapped[int | None] = mapped_column(ForeignKey("citizen.id", ondelete="SET NULL"))
    collected_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
