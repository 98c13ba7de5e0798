"""Cases as the feed tells them, who follows them, and wrong tries to open them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Table


class Case(Table):
    """What the bot knows of a case: no names, no facts, only what a notice needs.

    `code_hash` is a keyed hash of the query code with `code_salt`; the key is outside the database.
    returnable: it has property that its owner may collect. revisit_at: while it is unsolved, the day
    of the next revisit. revision: grows with every change; reckoned: the revision that its deadlines
    were reckoned for.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        Index("ix_case_file_stage", "stage", "stage_at"),
        Index(
            "ix_case_file_to_reckon",
            "id",
            sqlite_where=text("reckoned <> revision"),
            postgresql_where=text("reckoned <> revision"),
        ),
        Index(
            "ix_case_file_revisit",
            "revisit_at",
            sqlite_where=text("revisit_at IS NOT NULL"),
            postgresql_where=text("revisit_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    code_salt: Mapped[str] = mapped_column(String(32))
    code_hash: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    category: Mapped[str] = mapped_column(String(40))
    sensitive: Mapped[bool]
    major: Mapped[bool]
    unit: Mapped[str] = mapped_column(String(40))
    contact: Mapped[str] = mapped_column(String(40))
    stage: Mapped[str] = mapped_column(String(16))
    stage_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    reckoned: Mapped[int] = mapped_column(default=0)
    returnable: Mapped[bool] = mapped_column(default=False)
    revisit_at: Mapped[datetime | None]


class CaseEvent(Table):
    """A stage that a case entered. One row per case, stage and time, however often the feed says it."""

    __tablename__ = "case_event"
    __table_args__ = (UniqueConstraint("case_id", "stage", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id", ondelete="CASCADE"))
    stage: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


class CaseFollower(Table):
    """A citizen who proved to know a case's query code. `notices`: wants to be told of progress.

    no_news_at: when they are told that there is nothing new, if nothing is told before; None: never.
    """

    __tablename__ = "case_follower"
    __table_args__ = (
        UniqueConstraint("case_id", "citizen_id"),
        Index("ix_case_follower_citizen_id", "citizen_id"),
        Index(
            "ix_case_follower_no_news",
            "no_news_at",
            sqlite_where=text("no_news_at IS NOT NULL"),
            postgresql_where=text("no_news_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id", ondelete="CASCADE"))
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizen.id", ondelete="CASCADE"))
    notices: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime]
    no_news_at: Mapped[datetime | None]


class WrongTries(Table):
    """Wrong guesses by a chat or at a case (or at receipt and sign-in codes), and the lock they led to."""

    __tablename__ = "wrong_tries"
    __table_args__ = (Index("ix_wrong_tries_since", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(80), unique=True)
    count: Mapped[int]
    since: Mapped[datetime]
    locked_until: Mapped[datetime | None]
