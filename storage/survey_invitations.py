"""Questions about invitations to event surveys: who is due one, who had one, which are still open."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, cast, exists, literal, or_, select, union_all, update

from domain.complaint import State
from storage.database import Transaction, insert_into
from storage.portions import ROWS
from storage.schema.case import Case, CaseFollower
from storage.schema.citizen import Citizen
from storage.schema.complaint import Complaint
from storage.schema.outbox import Outbox
from storage.schema.survey import SurveyInvitation

KEY = "invitation:"
"""How the key of an outbox row begins that brings an invitation; its number follows."""


class Closing(NamedTuple):
    """Something of a citizen's that closed. about: case or complaint. name: its number or code."""

    citizen_id: int
    about: str
    about_id: int
    name: str


async def due(
    db: Transaction,
    ends: Collection[str],
    closed: tuple[datetime, datetime],
    invited_since: datetime,
    limit: int,
) -> Sequence[Closing]:
    """What closed in that time (after, until), of citizens who agreed to surveys and got no
    invitation since; the newest first. Never a sensitive case. ends: stages that end a case.
    """
    after, until = closed
    complaints = select(
        Complaint.citizen_id.label("citizen_id"),
        literal("complaint").label("about"),
        Complaint.id.label("about_id"),
        cast(Complaint.receipt_code, String(40)).label("name"),
        Complaint.closed_at.label("closed_at"),
    ).where(
        Complaint.state == State.CLOSED.value,
        Complaint.closed_at > after,
        Complaint.closed_at <= until,
        _willing(Complaint.citizen_id),
        ~_invited(Complaint.citizen_id, "complaint", Complaint.id, invited_since),
    )
    cases = (
        select(CaseFollower.citizen_id, literal("case"), Case.id, Case.number, Case.stage_at)
        .join(Case, Case.id == CaseFollower.case_id)
        .where(
            Case.stage.in_(ends),
            Case.stage_at > after,
            Case.stage_at <= until,
            Case.sensitive.is_(False),
            _willing(CaseFollower.citizen_id),
            ~_invited(CaseFollower.citizen_id, "case", Case.id, invited_since),
        )
    )
    both = union_all(complaints, cases).subquery()
    rows = await db.execute(
        select(both.c.citizen_id, both.c.about, both.c.about_id, both.c.name)
        .order_by(both.c.closed_at.desc())
        .limit(limit)
    )
    return [Closing(*row) for row in rows]


def _willing(citizen_id: Any) -> ColumnElement[bool]:
    return exists().where(Citizen.id == citizen_id, Citizen.surveys)


def _invited(citizen_id: Any, about: str, about_id: Any, since: datetime) -> ColumnElement[bool]:
    """Lately, whatever about; or ever, about this."""
    this = (SurveyInvitation.about == about) & (SurveyInvitation.about_id == about_id)
    return exists().where(
        SurveyInvitation.citizen_id == citizen_id,
        or_(SurveyInvitation.invited_at > since, this),
    )


async def hold_willing(db: Transaction, citizen_id: int, invited_since: datetime) -> bool:
    """Whether a citizen still agrees to surveys and got no invitation since then.

    Nobody else invites this person until the end of the transaction.
    """
    citizen = await db.scalar(
        select(Citizen).where(Citizen.id == citizen_id, Citizen.surveys).with_for_update()
    )
    if citizen is None:
        return False
    invited = await db.scalar(
        select(SurveyInvitation.id)
        .where(
            SurveyInvitation.citizen_id == citizen_id,
            SurveyInvitation.invited_at > invited_since,
        )
        .limit(1)
    )
    return invited is None


async def add(db: Transaction, closing: Closing, survey: str, now: datetime) -> int | None:
    """Keep an invitation and return its number. None: this closing had one already."""
    return await db.scalar(
        insert_into(db, SurveyInvitation)
        .values(
            citizen_id=closing.citizen_id,
            survey=survey,
            about=closing.about,
            about_id=closing.about_id,
            open=True,
            invited_at=now,
        )
        .on_conflict_do_nothing(index_elements=["citizen_id", "about", "about_id"])
        .returning(SurveyInvitation.id)
    )


async def find(db: Transaction, number: int) -> SurveyInvitation | None:
    return await db.get(SurveyInvitation, number)


async def open_of(db: Transaction, citizen_id: int) -> SurveyInvitation | None:
    """The newest invitation that a citizen may still take up."""
    return await db.scalar(
        select(SurveyInvitation)
        .where(SurveyInvitation.citizen_id == citizen_id, SurveyInvitation.open)
        .order_by(SurveyInvitation.invited_at.desc())
        .limit(1)
    )


async def close(db: Transaction, invitation: SurveyInvitation) -> None:
    """Taken up or declined."""
    invitation.open = False
    await db.flush()


async def expire(db: Transaction, before: datetime) -> int:
    """Close some of what was delivered before that time. One that still waits to be sent, or went out
    later, stays open. Returns how many were closed."""
    fresh = exists().where(
        Outbox.key == literal(KEY).concat(cast(SurveyInvitation.id, String)),
        or_(Outbox.state == "waiting", Outbox.settled_at > before),
    )
    rows = await db.scalars(
        select(SurveyInvitation.id)
        .where(SurveyInvitation.open, SurveyInvitation.invited_at <= before, ~fresh)
        .limit(ROWS)
    )
    old = rows.all()
    await db.execute(
        update(SurveyInvitation).where(SurveyInvitation.id.in_(old)).values(open=False)
    )
    return len(old)


def outbox_key(number: int) -> str:
    """The key of the outbox row that brings an invitation: one each, ever."""
    return f"{KEY}{number}"
