"""Questions about what staff have to do about cases."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from storage.database import Transaction, insert_into
from storage.schema.case import Case
from storage.schema.task import CaseTask


async def claim_revisits(db: Transaction, until: datetime, limit: int) -> Sequence[Case]:
    """Unsolved cases whose next revisit lies before then, held until the end of the commit."""
    rows = await db.scalars(
        select(Case)
        .where(Case.revisit_at <= until)
        .order_by(Case.revisit_at, Case.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


async def claim_due(
    db: Transaction, kind: str, now: datetime, limit: int
) -> list[tuple[CaseTask, Case]]:
    """Tasks at which the clock has to look, with their cases, held until the end of the commit."""
    rows = await db.execute(
        select(CaseTask, Case)
        .join(Case, Case.id == CaseTask.case_id)
        .where(CaseTask.next_at <= now, CaseTask.kind == kind)
        .order_by(CaseTask.next_at, CaseTask.id)
        .limit(limit)
        .with_for_update(of=CaseTask, skip_locked=True)
    )
    return [(row[0], row[1]) for row in rows]


async def add(
    db: Transaction,
    *,
    case_id: int,
    kind: str,
    due_at: datetime,
    next_at: datetime | None,
    now: datetime,
) -> CaseTask | None:
    """Keep a task. None: there is one of that kind for that day already."""
    number = await db.scalar(
        insert_into(db, CaseTask)
        .values(
            case_id=case_id,
            kind=kind,
            due_at=due_at,
            state="open",
            created_at=now,
            next_at=next_at,
        )
        .on_conflict_do_nothing(index_elements=["case_id", "kind", "due_at"])
        .returning(CaseTask.id)
    )
    return await db.get(CaseTask, number) if number is not None else None


async def add_all(
    db: Transaction, kind: str, wanted: Sequence[tuple[int, str, datetime]], now: datetime
) -> set[int]:
    """Keep a task for each case, what it is about and its day, at which the clock looks at once.

    Those of these cases that had none about that yet.
    """
    rows = await db.scalars(
        insert_into(db, CaseTask)
        .values(
            [
                {
                    "case_id": number,
                    "kind": kind,
                    "about": what,
                    "due_at": due_at,
                    "state": "open",
                    "created_at": now,
                    "next_at": now,
                }
                for number, what, due_at in wanted
            ]
        )
        .on_conflict_do_nothing()
        .returning(CaseTask.case_id)
    )
    return set(rows)


async def hold(db: Transaction, task_id: int) -> tuple[CaseTask, Case] | None:
    """A task with its case; nobody else changes the task until the end of the commit."""
    row = (
        await db.execute(
            select(CaseTask, Case)
            .join(Case, Case.id == CaseTask.case_id)
            .where(CaseTask.id == task_id)
            .with_for_update(of=CaseTask)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


async def open_of(db: Transaction, case_id: int, kind: str) -> CaseTask | None:
    """The newest open task of that kind in a case."""
    task: CaseTask | None = await db.scalar(
        select(CaseTask)
        .where(CaseTask.case_id == case_id, CaseTask.kind == kind, CaseTask.state == "open")
        .order_by(CaseTask.id.desc())
        .limit(1)
    )
    return task


async def close_all(
    db: Transaction, case_id: int, kinds: Sequence[str], now: datetime, staff_id: int | None
) -> Sequence[int]:
    """End the open tasks of these kinds in a case: it was done. Their numbers."""
    rows = await db.scalars(
        update(CaseTask)
        .where(CaseTask.case_id == case_id, CaseTask.kind.in_(kinds), CaseTask.state == "open")
        .values(state="done", done_at=now, staff_id=staff_id)
        .returning(CaseTask.id)
        .execution_options(synchronize_session=False)
    )
    return rows.all()


async def void_all(db: Transaction, case_ids: Sequence[int], kind: str, now: datetime) -> None:
    """Open tasks of that kind that are not overdue in these cases: nothing is to be done any more."""
    await db.execute(
        update(CaseTask)
        .where(
            CaseTask.case_id.in_(case_ids),
            CaseTask.kind == kind,
            CaseTask.state == "open",
            CaseTask.due_at >= now,
        )
        .values(state="void", next_at=None)
        .execution_options(synchronize_session=False)
    )


async def put_off_revisit(db: Transaction, case_id: int, at: datetime) -> None:
    """The next revisit of a case, if it is still one that is revisited."""
    await db.execute(
        update(Case)
        .where(Case.id == case_id, Case.revisit_at.is_not(None))
        .values(revisit_at=at)
        .execution_options(synchronize_session=False)
    )
