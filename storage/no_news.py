"""Questions about followers who are to be told that there is nothing new."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update

from storage.database import Transaction
from storage.schema.case import Case, CaseFollower


class Waiting(NamedTuple):
    """A follower who has heard nothing for long, and the case as it stands."""

    follower_id: int
    citizen_id: int
    due_at: datetime
    case: Case


async def claim_due(db: Transaction, now: datetime, limit: int) -> list[Waiting]:
    """Some of those due, held until the end of the commit."""
    rows = await db.execute(
        select(CaseFollower.id, CaseFollower.citizen_id, CaseFollower.no_news_at, Case)
        .join(Case, Case.id == CaseFollower.case_id)
        .where(CaseFollower.no_news_at <= now)
        .order_by(CaseFollower.no_news_at, CaseFollower.id)
        .limit(limit)
        .with_for_update(of=CaseFollower, skip_locked=True)
    )
    return [Waiting(number, citizen, at, case) for number, citizen, at, case in rows if at]


async def set_next(db: Transaction, follower_ids: Sequence[int], at: datetime | None) -> None:
    await db.execute(
        update(CaseFollower).where(CaseFollower.id.in_(follower_ids)).values(no_news_at=at)
    )


async def restart(db: Transaction, case_ids: Sequence[int], at: datetime | None) -> None:
    """Something was told of these cases, so their followers' wait begins anew; None: it is over."""
    await db.execute(
        update(CaseFollower)
        .where(CaseFollower.case_id.in_(case_ids), CaseFollower.notices)
        .values(no_news_at=at)
        .execution_options(synchronize_session=False)
    )
