"""Questions about cases whose deadlines are to be reckoned: the feed marks, a job reckons."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from storage.database import Transaction
from storage.schema.case import Case


class Marked(NamedTuple):
    """A case as it was when it was looked at; `revision` tells whether it has changed since."""

    id: int
    revision: int
    number: str
    kind: str
    unit: str
    major: bool
    sensitive: bool
    stage: str
    stage_at: datetime


COLUMNS = tuple(getattr(Case, name) for name in Marked._fields)


async def marked(db: Transaction, limit: int) -> list[Marked]:
    """Some of those that changed since their deadlines were reckoned."""
    rows = await db.execute(
        select(*COLUMNS).where(Case.reckoned != Case.revision).order_by(Case.id).limit(limit)
    )
    return [Marked(*row) for row in rows]


async def find(db: Transaction, case_ids: Sequence[int]) -> dict[int, Marked]:
    rows = await db.execute(select(*COLUMNS).where(Case.id.in_(case_ids)))
    return {row.id: Marked(*row) for row in rows}


async def hold_one(db: Transaction, case_id: int) -> Marked | None:
    """A case, whose deadlines nobody else reckons until the end of this commit."""
    row = (
        await db.execute(select(*COLUMNS).where(Case.id == case_id).with_for_update())
    ).one_or_none()
    return Marked(*row) if row else None


async def hold(db: Transaction, seen: Sequence[Marked]) -> set[int]:
    """Those that are still as they were seen; until the end of this commit they stay so."""
    rows = await db.execute(
        select(Case.id, Case.revision)
        .where(Case.id.in_([one.id for one in seen]), Case.reckoned != Case.revision)
        .with_for_update(skip_locked=True)
    )
    now = {row.id: row.revision for row in rows}
    return {one.id for one in seen if now.get(one.id) == one.revision}


async def unmark(db: Transaction, seen: Sequence[Marked]) -> None:
    """Their deadlines are reckoned as of that revision."""
    if not seen:
        return
    connection = await db.connection()
    await connection.execute(
        update(Case).where(Case.id == bindparam("case_id")).values(reckoned=bindparam("seen")),
        [{"case_id": one.id, "seen": one.revision} for one in seen],
    )


async def mark(db: Transaction, case_ids: Sequence[int]) -> None:
    """Have their deadlines reckoned: something began that no feed tells of.

    Those that an import or a member of staff holds are reckoned after them anyway.
    """
    free = select(Case.id).where(Case.id.in_(case_ids)).with_for_update(skip_locked=True)
    await db.execute(
        update(Case)
        .where(Case.id.in_(free))
        .values(revision=Case.revision + 1)
        .execution_options(synchronize_session=False)
    )
