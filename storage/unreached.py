"""Questions about people whose notices and answers could not be delivered."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, and_, cast, exists, literal, or_, select
from sqlalchemy.orm import aliased

from domain.delivery import OWED, REFUSALS, SENSITIVE, UNREACHABLE
from storage.database import Transaction
from storage.schema.case import CaseFollower
from storage.schema.citizen import Citizen
from storage.schema.complaint import Complaint
from storage.schema.outbox import NEVER, Outbox

KIND = "card"


class Unreached(NamedTuple):
    """A person who was owed word about a case or a complaint. subject: `case:7`, `complaint:12`."""

    subject: str
    citizen_id: int


def subject_of(one: Unreached) -> str:
    """The subject of the cards about it."""
    return f"unreached:{one.subject}:{one.citizen_id}"


async def unreached(db: Transaction, since: datetime, limit: int) -> Sequence[Unreached]:
    """Those of whom staff were not told yet, once for each case or complaint.

    Only who still wants to be told: follows the case with notices, or has not left the complaint.
    """
    card = aliased(Outbox)
    citizen = cast(Outbox.citizen_id, String)
    known = exists().where(
        card.subject == literal("unreached:") + Outbox.subject + literal(":") + citizen,
        card.kind == KIND,
    )
    follows = exists().where(
        CaseFollower.citizen_id == Outbox.citizen_id,
        _is("case:", CaseFollower.case_id),
        CaseFollower.notices,
    )
    complains = exists().where(
        Complaint.citizen_id == Outbox.citizen_id, _is("complaint:", Complaint.id)
    )
    rows = await db.execute(
        select(Outbox.subject, Outbox.citizen_id)
        .join(Citizen, Citizen.id == Outbox.citizen_id)
        .where(
            Outbox.settled_at > since,
            NEVER,
            or_(
                Outbox.reason.in_((UNREACHABLE, SENSITIVE)),
                *(Outbox.reason.startswith(refusal) for refusal in REFUSALS),
            ),
            Outbox.kind.in_(OWED),
            or_(and_(Citizen.notices, follows), complains),
            ~known,
        )
        .distinct()
        .order_by(Outbox.subject, Outbox.citizen_id)
        .limit(limit)
    )
    return [Unreached(subject, citizen_id) for subject, citizen_id in rows if citizen_id]


def _is(prefix: str, number: ColumnElement[int] | object) -> ColumnElement[bool]:
    return literal(prefix) + cast(number, String) == Outbox.subject
