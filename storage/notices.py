"""Questions to the outbox about case notices. Subject: `case:<id>`; key: see `key_of`."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, or_, select, update

from domain.case_life import Stage, Standing
from domain.delivery import OWED
from domain.say import Say
from storage.database import Transaction, insert_into
from storage.outbox import PRIORITIES
from storage.schema.case import CaseFollower
from storage.schema.citizen import Chat, Citizen
from storage.schema.outbox import WAITING, Outbox

KIND = "notice"
TOLD_LATER = "told in a newer notice"
TURNED_SENSITIVE = "the case is sensitive now"


class Addressee(NamedTuple):
    """A follower who agreed to notices, with the chat they bound last. reached: it is open."""

    case_id: int
    citizen_id: int
    channel: str
    chat_id: int
    language: str
    reached: bool = True


class Earlier(NamedTuple):
    """A notice written before. told: it was sent, or is on its way. names: earlier stages in it."""

    id: int
    case_id: int
    citizen_id: int
    standing: Standing
    waiting: bool
    told: bool
    names: Sequence[Standing] = ()


class Notice(NamedTuple):
    """names: the earlier stages that its words tell of."""

    to: Addressee
    standing: Standing
    say: Say
    names: Sequence[Standing] = ()


def key_of(case_id: int, standing: Standing, citizen_id: int) -> str:
    return f"notice:case:{case_id}:{standing.stage}:{int(standing.at.timestamp())}:{citizen_id}"


async def addressees(db: Transaction, case_ids: Sequence[int]) -> list[Addressee]:
    """Whom to tell of these cases, each in one chat, chosen as `chats.to_reach` does.

    Who has no open chat is told in a closed one, so that it fails and staff hear of it.
    """
    is_open = Chat.closed_at.is_(None)
    newest = (
        select(
            func.coalesce(
                func.max(case((is_open & Chat.staff_id.is_(None), Chat.id))),
                func.max(case((is_open, Chat.id))),
                func.max(Chat.id),
            ).label("id"),
        )
        .join(CaseFollower, CaseFollower.citizen_id == Chat.citizen_id)
        .where(CaseFollower.case_id.in_(case_ids))
        .group_by(Chat.citizen_id)
        .subquery()
    )
    rows = await db.execute(
        select(
            CaseFollower.case_id,
            CaseFollower.citizen_id,
            Chat.channel,
            Chat.chat_id,
            Chat.language,
            is_open,
        )
        .join(Citizen, Citizen.id == CaseFollower.citizen_id)
        .join(Chat, Chat.citizen_id == Citizen.id)
        .join(newest, newest.c.id == Chat.id)
        .where(CaseFollower.case_id.in_(case_ids), CaseFollower.notices, Citizen.notices)
        .order_by(CaseFollower.id)
    )
    return [Addressee(*row) for row in rows]


async def earlier(db: Transaction, case_ids: Sequence[int], now: datetime) -> list[Earlier]:
    """The notices written about these cases, the newest stage first."""
    rows = await db.execute(
        select(
            Outbox.id,
            Outbox.key,
            Outbox.state,
            Outbox.reason,
            Outbox.claimed_until,
            Outbox.names,
        ).where(
            Outbox.subject.in_([f"case:{case_id}" for case_id in case_ids]),
            Outbox.kind == KIND,
            Outbox.key.startswith("notice:case:"),
        )
    )
    found = []
    for number, key, state, reason, claimed_until, named in rows:
        _, _, case_id, stage, at, citizen_id = key.split(":")
        standing = _standing(stage, at, now)
        names = [
            _standing(stage, at, now)
            for stage, at in (one.split("@") for one in (named or "").split(",") if one)
        ]
        on_its_way = claimed_until is not None and claimed_until >= now
        waiting = state == "waiting" and not on_its_way
        untold = waiting or (state == "never" and reason == TOLD_LATER)
        found.append(
            Earlier(number, int(case_id), int(citizen_id), standing, waiting, not untold, names)
        )
    return sorted(found, key=lambda notice: notice.standing.at, reverse=True)


def _standing(stage: str, at: str, now: datetime) -> Standing:
    return Standing(Stage(stage), datetime.fromtimestamp(int(at), now.tzinfo))


async def put(db: Transaction, notices: Sequence[Notice], due_at: datetime, now: datetime) -> None:
    """Put out notices in one statement. One whose key is there already stays as it is."""
    if not notices:
        return
    connection = await db.connection()
    await connection.execute(
        insert_into(db, Outbox).on_conflict_do_nothing(index_elements=["key"]),
        [
            {
                "key": key_of(to.case_id, standing, to.citizen_id),
                "kind": KIND,
                "priority": PRIORITIES[KIND],
                "subject": f"case:{to.case_id}",
                "channel": to.channel,
                "chat_id": to.chat_id,
                "citizen_id": to.citizen_id,
                "say": say.as_json(),
                "state": "waiting",
                "attempts": 0,
                "created_at": now,
                "due_at": due_at,
                "names": ",".join(f"{s.stage}@{int(s.at.timestamp())}" for s in names) or None,
            }
            for to, standing, say, names in notices
        ],
    )


async def withhold(db: Transaction, numbers: Sequence[int], reason: str, now: datetime) -> None:
    """Never send these, except those on their way."""
    free = or_(Outbox.claimed_until.is_(None), Outbox.claimed_until < now)
    await db.execute(
        update(Outbox)
        .where(Outbox.id.in_(numbers), WAITING, free)
        .values(state="never", reason=reason, settled_at=now)
        .execution_options(synchronize_session=False)
    )


async def withhold_follow_ups(
    db: Transaction,
    case_ids: Sequence[int],
    now: datetime,
    begins: Sequence[str] = ("no_news", "revisit"),
) -> None:
    """Never send what waits about these cases and is out of date: those whose keys begin so."""
    free = or_(Outbox.claimed_until.is_(None), Outbox.claimed_until < now)
    await db.execute(
        update(Outbox)
        .where(
            Outbox.subject.in_([f"case:{case_id}" for case_id in case_ids]),
            Outbox.kind == KIND,
            or_(*(Outbox.key.startswith(f"{begin}:case:") for begin in begins)),
            WAITING,
            free,
        )
        .values(state="never", reason=TOLD_LATER, settled_at=now)
        .execution_options(synchronize_session=False)
    )


async def withhold_all(
    db: Transaction,
    case_ids: Sequence[int],
    reason: str,
    now: datetime,
    citizen_id: int | None = None,
) -> None:
    """Never send what waits about these cases, to one citizen or to all; staff's cards stay."""
    query = update(Outbox).where(
        Outbox.subject.in_([f"case:{case_id}" for case_id in case_ids]),
        Outbox.kind.in_(OWED),
        WAITING,
    )
    if citizen_id is not None:
        query = query.where(Outbox.citizen_id == citizen_id)
    await db.execute(
        query.values(state="never", reason=reason, settled_at=now).execution_options(
            synchronize_session=False
        )
    )
