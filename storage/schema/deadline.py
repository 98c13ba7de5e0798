"""What is owed until when, and what happened in cases and complaints besides their stages."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Table

UNENDED = "standing IN ('open', 'late')"
"""Owed while its time runs or is over, as the index has it: with parameters a database could not use
it. What stands still (`paused`) is neither late nor at risk, whatever `until` says meanwhile."""
UNTOLD = f"told < step AND {UNENDED}"
"""A step was reached and nobody was told of it yet, as the index has it."""


class Event(Table):
    """Something that happened to a subject (`case:7`, `complaint:12`) and counts for its deadlines.

    evidence: by what staff know it, in their words; None for what Minyi saw itself. granted_by: of an
    extension, whose grant it needs by the version of the duty that applied, in Chinese.
    """

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("subject", "name", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    evidence: Mapped[str | None] = mapped_column(String(200))
    granted_by: Mapped[str | None] = mapped_column(String(200))


class Deadline(Table):
    """One duty or failure of one subject, from `since` to `until`.

    `step` is how far it has climbed (domain.ladder.Step), `next_at` when the next step is reached: the
    sweep asks for nothing else, so its cost follows what is due and not what is kept. None: there is
    none any more. told: the step that people heard of. tried: who could be told when it was last
    tried in vain, as a fingerprint; else empty. `standing` is domain.duty.Standing. kind: the case's, or
    `complaint`. unit: the case's, or the area of the desk where a complaint lies.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        UniqueConstraint("subject", "rule", "since"),
        Index(
            "ix_deadline_due",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        Index("ix_deadline_board", "rule", "until", "unit", "major", "kind", "standing"),
        Index(
            "ix_deadline_unended",
            "rule",
            "until",
            "unit",
            "major",
            "kind",
            sqlite_where=text(UNENDED),
            postgresql_where=text(UNENDED),
        ),
        Index(
            "ix_deadline_untold",
            "tried",
            "id",
            sqlite_where=text(UNTOLD),
            postgresql_where=text(UNTOLD),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(80))
    rule: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(16))
    unit: Mapped[str] = mapped_column(String(40))
    major: Mapped[bool]
    since: Mapped[datetime]
    until: Mapped[datetime]
    standing: Mapped[str] = mapped_column(String(10))
    done_at: Mapped[datetime | None]
    step: Mapped[int]
    next_at: Mapped[datetime | None]
    told: Mapped[int] = mapped_column(default=0)
    tried: Mapped[str] = mapped_column(String(16), default="")


class PromiseEntry(Table):
    """Something done for one of the ten commitments that only people see, with what shows it."""

    __tablename__ = "promise_entry"
    __table_args__ = (Index("ix_promise_entry_commitment", "commitment", "done_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment: Mapped[str] = mapped_column(String(40))
    done_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    staff_id: Mapped[int | None]
    evidence: Mapped[str] = mapped_column(String(400))
