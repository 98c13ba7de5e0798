"""Questions about sensitive cases: which messages are about one, and which cases a list reaches."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update

from storage.database import Transaction
from storage.schema.case import Case, CaseFollower

SUBJECT = "case:"


async def subjects_held(db: Transaction, subjects: Collection[str]) -> set[str]:
    """Those of these subjects of messages that are sensitive cases."""
    numbers = [int(s.removeprefix(SUBJECT)) for s in subjects if s.startswith(SUBJECT)]
    if not numbers:
        return set()
    rows = await db.scalars(select(Case.id).where(Case.id.in_(numbers), Case.sensitive))
    return {f"{SUBJECT}{number}" for number in rows}


async def followed(db: Transaction, case_ids: Sequence[int]) -> set[int]:
    """Those of these cases that somebody follows."""
    rows = await db.scalars(
        select(CaseFollower.case_id).where(CaseFollower.case_id.in_(case_ids)).distinct()
    )
    return set(rows)


async def open_ones(db: Transaction, after: int, limit: int) -> list[tuple[int, str]]:
    """The next cases that are not sensitive, with their categories, in order of their numbers."""
    rows = await db.execute(
        select(Case.id, Case.category)
        .where(Case.id > after, Case.sensitive.is_(False))
        .order_by(Case.id)
        .limit(limit)
    )
    return [(number, category) for number, category in rows]


async def mark(db: Transaction, case_ids: Sequence[int], now: datetime) -> None:
    """They are sensitive from now on; their deadlines are looked at again, and nobody waits for news."""
    await db.execute(
        update(Case)
        .where(Case.id.in_(case_ids))
        .values(sensitive=True, updated_at=now, revision=Case.revision + 1)
        .execution_options(synchronize_session=False)
    )
    await db.execute(
        update(CaseFollower)
        .where(CaseFollower.case_id.in_(case_ids))
        .values(no_news_at=None)
        .execution_options(synchronize_session=False)
    )
