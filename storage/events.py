"""Questions about what happened to cases and complaints."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from domain.duty import Event
from storage.database import Transaction, insert_into
from storage.schema.case import CaseEvent
from storage.schema.deadline import Event as EventRow


async def add(
    db: Transaction,
    subject: str,
    name: str,
    at: datetime,
    *,
    staff_id: int | None = None,
    evidence: str | None = None,
    granted_by: str | None = None,
) -> bool:
    """Note an event. False: it is known already."""
    number = await db.scalar(
        insert_into(db, EventRow)
        .values(
            subject=subject,
            name=name,
            at=at,
            staff_id=staff_id,
            evidence=evidence,
            granted_by=granted_by,
        )
        .on_conflict_do_nothing(index_elements=["subject", "name", "at"])
        .returning(EventRow.id)
    )
    return number is not None


async def add_all(db: Transaction, found: Sequence[tuple[str, str, datetime]]) -> None:
    """Note events that Minyi saw itself: subject, name, time. Known ones stay as they are."""
    if not found:
        return
    statement = insert_into(db, EventRow).on_conflict_do_nothing(
        index_elements=["subject", "name", "at"]
    )
    connection = await db.connection()
    await connection.execute(
        statement, [{"subject": subject, "name": name, "at": at} for subject, name, at in found]
    )


async def of_subjects(db: Transaction, subjects: Sequence[str]) -> dict[str, list[Event]]:
    """What happened to each, in order of time; a complaint's whole life, a case's acts."""
    found: dict[str, list[Event]] = {subject: [] for subject in subjects}
    rows = await db.execute(
        select(EventRow.subject, EventRow.name, EventRow.at)
        .where(EventRow.subject.in_(subjects))
        .order_by(EventRow.at, EventRow.id)
    )
    for subject, name, at in rows:
        found[subject].append(Event(name, at))
    return found


async def last(db: Transaction, subject: str) -> datetime | None:
    """When something last happened to a subject."""
    found: datetime | None = await db.scalar(
        select(func.max(EventRow.at)).where(EventRow.subject == subject)
    )
    return found


async def stages_of(db: Transaction, case_ids: Sequence[int]) -> dict[int, list[Event]]:
    """The stages that each case entered, in order of time."""
    found: dict[int, list[Event]] = {number: [] for number in case_ids}
    rows = await db.execute(
        select(CaseEvent.case_id, CaseEvent.stage, CaseEvent.at)
        .where(CaseEvent.case_id.in_(case_ids))
        .order_by(CaseEvent.at, CaseEvent.id)
    )
    for number, stage, at in rows:
        found[number].append(Event(stage, at))
    return found


async def forget(db: Transaction, subjects: Sequence[str]) -> None:
    await db.execute(delete(EventRow).where(EventRow.subject.in_(subjects)))
