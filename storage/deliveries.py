"""The delivery loop's questions to the outbox: what is due, and who it is for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Integer,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from domain.delivery import PUSHES, SPACED, Addressee
from domain.stopwords import KINDS
from storage import broadcasts, sensitive_cases
from storage.database import Transaction
from storage.moment import Moment
from storage.outbox import PRIORITIES
from storage.schema.case import CaseFollower
from storage.schema.citizen import Chat, Citizen
from storage.schema.outbox import WAITING, Outbox

URGENCIES = tuple(sorted(set(PRIORITIES.values())))
WAITS = literal_column("(SELECT 'waiting')", String)
"""The state, said so that the index of all that waits can't serve: without statistics PostgreSQL
takes it for the shortest way to a single row or chat, and reads it from end to end each time."""
UNSETTLED = Outbox.state == WAITS


class Due(NamedTuple):
    """A message that was taken up."""

    id: int
    key: str
    kind: str
    priority: int
    subject: str
    channel: str
    chat_id: int
    citizen_id: int | None
    say: dict[str, Any]
    attempts: int
    created_at: datetime
    due_at: datetime
    names: str | None = None


TAKEN_UP = tuple(getattr(Outbox, name) for name in Due._fields)


async def anything_due(db: Transaction, channels: Sequence[str], now: datetime) -> bool:
    """Whether something waits to leave; it may be claimed already."""
    due = select(Outbox.id).where(
        WAITING,
        Outbox.channel.in_(channels),
        Outbox.priority.in_(URGENCIES),
        Outbox.due_at <= now,
    )
    return await db.scalar(due.limit(1)) is not None


# Put together once: that takes several times longer than they do.
_NOW = bindparam("now", type_=Moment())
_earlier = aliased(Outbox)
# With a limit, because PostgreSQL would make a join of EXISTS, and without statistics (as after a
# great push was written) one that compares everything that waits with everything that waits.
_AHEAD = (
    select(_earlier.id)
    .where(
        _earlier.state == WAITS,
        _earlier.channel == Outbox.channel,
        _earlier.chat_id == Outbox.chat_id,
        _earlier.id < Outbox.id,
        or_(_earlier.due_at <= _NOW, _earlier.attempts > 0),
    )
    .limit(1)
    .correlate(Outbox)
    .scalar_subquery()
)
NEXT = (
    select(Outbox.id)
    .where(
        WAITING,
        Outbox.channel == bindparam("channel"),
        Outbox.priority == bindparam("urgency"),
        Outbox.due_at <= _NOW,
        or_(Outbox.claimed_until.is_(None), Outbox.claimed_until < _NOW),
        _AHEAD.is_(None),
    )
    .order_by(Outbox.due_at, Outbox.id)
    .limit(bindparam("limit", type_=Integer()))
    .with_for_update(skip_locked=True)
)
TAKE_UP = (
    update(Outbox)
    .where(Outbox.id.in_(bindparam("chosen", expanding=True)))
    .values(claimed_until=bindparam("until"))
    .returning(*TAKEN_UP)
)


async def claim(
    db: Transaction, channel: str, now: datetime, until: datetime, limit: int
) -> list[Due]:
    """Take up to `limit` due messages, the most urgent first, so that nobody else does before `until`.

    Only the first of each chat: the next one follows when it is settled. A message that is due,
    being sent or to be tried again holds up those written after it.
    """
    claimed: list[Due] = []
    connection = await db.connection()
    for urgency in URGENCIES:
        if len(claimed) >= limit:
            break
        # Two statements: within the UPDATE, PostgreSQL may run the choice again for every row.
        asked = {"channel": channel, "urgency": urgency, "now": now, "limit": limit - len(claimed)}
        chosen = (await db.scalars(NEXT, asked)).all()
        if not chosen:
            continue
        rows = await connection.execute(TAKE_UP, {"chosen": chosen, "until": until})
        found = [Due._make(row) for row in rows]
        claimed.extend(sorted(found, key=lambda row: (row.due_at, row.id)))
    return claimed


_push = aliased(Outbox)
_PUSHED_AT = (
    select(func.max(_push.settled_at))
    .where(_push.citizen_id == Outbox.citizen_id, _push.state == "done", _push.kind.in_(PUSHES))
    .scalar_subquery()
)
_spaced = aliased(Outbox)
_BEHIND = (
    select(func.max(_spaced.due_at))
    .where(
        _spaced.state == WAITS,
        _spaced.channel == Outbox.channel,
        _spaced.chat_id == Outbox.chat_id,
        _spaced.id < Outbox.id,
        _spaced.reason == SPACED,
    )
    .correlate(Outbox)
    .scalar_subquery()
)
_OF_CASE = Outbox.subject.like("case:%")
_FOLLOWS = exists().where(
    CaseFollower.citizen_id == Outbox.citizen_id,
    literal("case:").concat(CaseFollower.case_id) == Outbox.subject,
)
ADDRESSEES = (
    select(
        Outbox.id,
        case((Chat.citizen_id == Outbox.citizen_id, Citizen.id)),
        and_(Citizen.notices, or_(~_OF_CASE, _FOLLOWS.where(CaseFollower.notices))),
        Citizen.surveys,
        Citizen.broadcasts,
        case((_OF_CASE, _FOLLOWS)),
        Chat.closed_at,
        _PUSHED_AT,
        _BEHIND,
        Outbox.subject,
    )
    .outerjoin(Citizen, Citizen.id == Outbox.citizen_id)
    .outerjoin(Chat, and_(Chat.channel == Outbox.channel, Chat.chat_id == Outbox.chat_id))
    .where(Outbox.id.in_(bindparam("numbers", expanding=True)), UNSETTLED)
)


async def addressees(db: Transaction, numbers: Sequence[int]) -> dict[int, Addressee]:
    """Who the messages of these numbers are for, as it stands now. Those that wait no more are left out.

    Notices about a case count as agreed to only while the citizen follows that case with notices. In a
    chat that is another's by now, or nobody's, nobody is known.
    """
    rows = await db.execute(ADDRESSEES, {"numbers": numbers})
    found = rows.all()
    subjects = {row.subject for row in found}
    held = await broadcasts.held(db, subjects)
    sensitive = await sensitive_cases.subjects_held(db, subjects)
    return {
        number: Addressee(
            known=citizen is not None,
            consents=frozenset(name for name, given in zip(KINDS, consents, strict=True) if given),
            closed=closed_at is not None,
            pushed_at=last,
            behind=first,
            broadcast=held.get(subject),
            sensitive=subject in sensitive,
            follows=None if follows is None else bool(follows),
        )
        for number, citizen, *consents, follows, closed_at, last, first, subject in found
    }
