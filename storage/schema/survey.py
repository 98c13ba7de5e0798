"""Surveys on their way, linked to a person; and what was answered, linked to nobody."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Table


class SurveySession(Table):
    """A survey that a citizen has begun. The row goes when it is finished or has expired.

    `key` is what buttons carry. `session` is domain.survey_session.Session as JSON. `about`: case or
    complaint, for an event survey.
    """

    __tablename__ = "survey_session"
    __table_args__ = (
        UniqueConstraint("citizen_id", "survey"),
        Index("ix_survey_session_touched_at", "touched_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(12), unique=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizen.id", ondelete="CASCADE"))
    survey: Mapped[str] = mapped_column(String(12))
    about: Mapped[str | None] = mapped_column(String(12))
    session: Mapped[dict[str, Any]] = mapped_column(JSON)
    touched_at: Mapped[datetime]


class SurveyRest(Table):
    """A citizen is not asked this survey before `until`.

    A few days are added by chance, so that the row doesn't tell on which day the answers came.
    """

    __tablename__ = "survey_rest"
    __table_args__ = (Index("ix_survey_rest_until", "until"), {"sqlite_with_rowid": False})

    citizen_id: Mapped[int] = mapped_column(
        ForeignKey("citizen.id", ondelete="CASCADE"), primary_key=True
    )
    survey: Mapped[str] = mapped_column(String(12), primary_key=True)
    until: Mapped[date]


class SurveyInvitation(Table):
    """A citizen was invited to an event survey about a case or complaint that closed.

    `about`: case or complaint, `about_id` its row. Open until it was taken up, declined or expired;
    which of these is not kept.
    """

    __tablename__ = "survey_invitation"
    __table_args__ = (
        UniqueConstraint("citizen_id", "about", "about_id"),
        Index("ix_survey_invitation_citizen_id", "citizen_id", "invited_at"),
        Index("ix_survey_invitation_open", "open", "invited_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizen.id", ondelete="CASCADE"))
    survey: Mapped[str] = mapped_column(String(12))
    about: Mapped[str] = mapped_column(String(12))
    about_id: Mapped[int]
    open: Mapped[bool] = mapped_column(default=True)
    invited_at: Mapped[datetime]


class SurveyBox(Table):
    """What was handed in today and not mixed with the rest of its day yet: see storage.survey_box.

    kind: response | opinion. `paper` is the row that it becomes, without id and day; a response's has
    its answers as [question, code].
    """

    __tablename__ = "survey_box"
    __table_args__ = (Index("ix_survey_box_day", "day"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    paper: Mapped[dict[str, Any]] = mapped_column(JSON)
    day: Mapped[date]


class SurveyResponse(Table):
    """One finished survey of nobody known: a random id, and the day without the hour.

    The rows have no number, so that their order doesn't tell when they came either. They are written
    by the job that empties the box, never by the citizen's own commit.
    """

    __tablename__ = "survey_response"
    __table_args__ = (
        Index("ix_survey_response_survey", "survey", "day"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    survey: Mapped[str] = mapped_column(String(12))
    version: Mapped[int]
    occasion: Mapped[str] = mapped_column(String(12))
    index: Mapped[str] = mapped_column(String(12))
    about: Mapped[str | None] = mapped_column(String(12))
    day: Mapped[date]


class SurveyAnswer(Table):
    """One code chosen in a response; an empty code: the question was asked and skipped.

    Own words are not here: see Opinion.
    """

    __tablename__ = "survey_answer"
    __table_args__ = ({"sqlite_with_rowid": False},)

    response_id: Mapped[str] = mapped_column(
        ForeignKey("survey_response.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(String(12), primary_key=True)
    code: Mapped[str] = mapped_column(String(12), primary_key=True)


class Opinion(Table):
    """What somebody wrote in their own words in a survey, routed like a complaint.

    It is tied neither to a person nor to the other answers, which it could otherwise give away.
    """

    __tablename__ = "opinion"
    __table_args__ = (
        Index("ix_opinion_area", "area", "day"),
        Index("ix_opinion_day", "day"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    survey: Mapped[str] = mapped_column(String(12))
    question: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    area: Mapped[str] = mapped_column(String(16))
    to_triage: Mapped[bool]
    tags: Mapped[list[str]] = mapped_column(JSON)
    day: Mapped[date]
