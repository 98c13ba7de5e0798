"""Questions about property that waits to be collected."""

from datetime import datetime

from sqlalchemy import func, select

from storage.database import Transaction, insert_into
from storage.schema.case import Case
from storage.schema.task import CaseProperty


async def begin(db: Transaction, case_id: int, since: datetime, until: datetime) -> CaseProperty:
    """A case has property to be collected, for the first time or once more.

    What was handed over before is past; what waits already waits on together with it.
    """
    await db.execute(
        insert_into(db, CaseProperty)
        .values(case_id=case_id, since=since, until=until, agreed=False)
        .on_conflict_do_nothing(index_elements=["case_id"])
    )
    query = select(CaseProperty).where(CaseProperty.case_id == case_id).with_for_update()
    kept = (await db.scalars(query.execution_options(populate_existing=True))).one()
    if kept.collected_at is not None:
        kept.slot, kept.citizen_id, kept.agreed, kept.collected_at = None, None, False, None
    kept.since, kept.until = since, until
    return kept


async def hold(db: Transaction, case_id: int) -> tuple[CaseProperty, Case] | None:
    """A case's property with the case; nobody else changes it until the end of the commit."""
    row = (
        await db.execute(
            select(CaseProperty, Case)
            .join(Case, Case.id == CaseProperty.case_id)
            .where(CaseProperty.case_id == case_id)
            .with_for_update(of=CaseProperty)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


async def first_told_beyond(db: Transaction, end: datetime) -> datetime | None:
    """When an owner is to be reminded next whose time to collect ends after `end`."""
    moment: datetime | None = await db.scalar(
        select(func.min(CaseProperty.next_at)).where(
            CaseProperty.next_at.is_not(None), CaseProperty.until > end
        )
    )
    return moment


async def chosen_by(
    db: Transaction, citizen_id: int, case_id: int | None
) -> list[tuple[CaseProperty, Case]]:
    """Property for which a citizen has chosen a half day, held; case_id: of one case only."""
    query = (
        select(CaseProperty, Case)
        .join(Case, Case.id == CaseProperty.case_id)
        .where(
            CaseProperty.citizen_id == citizen_id,
            CaseProperty.slot.is_not(None),
            CaseProperty.collected_at.is_(None),
        )
        .order_by(CaseProperty.id)
        .with_for_update(of=CaseProperty)
        .execution_options(populate_existing=True)
    )
    if case_id is not None:
        query = query.where(CaseProperty.case_id == case_id)
    return [(row[0], row[1]) for row in await db.execute(query)]


async def claim_due(db: Transaction, now: datetime, limit: int) -> list[tuple[CaseProperty, Case]]:
    """Property whose owner is to be reminded, held until the end of the commit."""
    rows = await db.execute(
        select(CaseProperty, Case)
        .join(Case, Case.id == CaseProperty.case_id)
        .where(CaseProperty.next_at <= now)
        .order_by(CaseProperty.next_at, CaseProperty.id)
        .limit(limit)
        .with_for_update(of=CaseProperty, skip_locked=True)
    )
    return [(row[0], row[1]) for row in rows]
