"""Questions for the promise ledger: what deadlines, revisits and entries show."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, text, true

from domain.duty import Standing
from domain.ladder import Step
from domain.promise import Account, Piece
from storage.database import Transaction
from storage.schema.case import Case
from storage.schema.deadline import UNENDED, Deadline, PromiseEntry
from storage.schema.task import CaseTask

Sort = tuple[Sequence[str], Sequence[str]]
"""Rules, and the kinds that are looked at; none: all of them."""


async def of_deadlines(
    db: Transaction,
    sorts: Sequence[Sort],
    begin: datetime,
    now: datetime,
) -> Account:
    """Deadlines of these sorts that ended since `begin`, and those that are owed."""
    sort = _of(sorts)
    done = (Standing.DONE.value, Standing.DONE_LATE.value)
    ended = await db.execute(
        select(Deadline.standing, func.count())
        .where(sort, Deadline.until > begin, Deadline.standing.in_(done))
        .group_by(Deadline.standing)
    )
    numbers = {row[0]: row[1] for row in ended}
    late = await db.scalar(select(func.count()).where(text(UNENDED), sort, Deadline.until <= now))
    at_risk = await db.scalar(
        select(func.count()).where(
            text(UNENDED), sort, Deadline.until > now, Deadline.step >= int(Step.WARNED)
        )
    )
    return Account(
        kept=numbers.get(Standing.DONE.value, 0),
        done_late=numbers.get(Standing.DONE_LATE.value, 0),
        at_risk=at_risk or 0,
        late=late or 0,
    )


async def pieces_of_deadlines(
    db: Transaction, sorts: Sequence[Sort], begin: datetime, now: datetime, limit: int
) -> list[Piece]:
    """Some of these: what is late longest, then what is at risk, then what was done last."""
    done = Deadline.standing.in_((Standing.DONE.value, Standing.DONE_LATE.value))
    late = text(UNENDED), Deadline.until <= now
    near = text(UNENDED), Deadline.until > now, Deadline.step >= int(Step.WARNED)
    found: list[Piece] = []
    for name, where, order in (
        ("late", late, Deadline.until),
        ("at_risk", near, Deadline.until),
        (None, (done, Deadline.until > begin), Deadline.until.desc()),
    ):
        rows = await db.execute(
            select(
                Deadline.subject, Deadline.unit, Deadline.rule, Deadline.until, Deadline.standing
            )
            .where(_of(sorts), *where)
            .order_by(order)
            .limit(limit - len(found))
        )
        found += [Piece(*row[:4], name or row.standing) for row in rows]
    return found


async def pieces_of_revisits(
    db: Transaction, begin: datetime, now: datetime, risk: timedelta, limit: int
) -> list[Piece]:
    """The same of revisits."""
    still = CaseTask.kind == "revisit", CaseTask.state == "open"
    done = CaseTask.kind == "revisit", CaseTask.state == "done", CaseTask.due_at > begin
    found: list[Piece] = []
    for name, where, order in (
        ("late", (*still, CaseTask.due_at <= now), CaseTask.due_at),
        (
            "at_risk",
            (*still, CaseTask.due_at > now, CaseTask.due_at <= now + risk),
            CaseTask.due_at,
        ),
        (None, done, CaseTask.due_at.desc()),
    ):
        rows = await db.execute(
            select(CaseTask.case_id, Case.unit, CaseTask.due_at, CaseTask.done_at)
            .join(Case, Case.id == CaseTask.case_id)
            .where(*where)
            .order_by(order)
            .limit(limit - len(found))
        )
        for case_id, unit, due_at, done_at in rows:
            kept = Standing.DONE if done_at and done_at <= due_at else Standing.DONE_LATE
            found.append(Piece(f"case:{case_id}", unit, "revisit", due_at, name or kept.value))
    return found


def _of(sorts: Sequence[Sort]) -> ColumnElement[bool]:
    return or_(
        *(
            and_(Deadline.rule.in_(rules), Deadline.kind.in_(kinds) if kinds else true())
            for rules, kinds in sorts
        )
    )


async def of_revisits(db: Transaction, begin: datetime, now: datetime, risk: timedelta) -> Account:
    """Revisit tasks due since `begin` that were done, those near their day, those past it."""
    revisits = CaseTask.kind == "revisit"
    ended = await db.execute(
        select(CaseTask.done_at <= CaseTask.due_at, func.count())
        .where(revisits, CaseTask.due_at > begin, CaseTask.state == "done")
        .group_by(CaseTask.done_at <= CaseTask.due_at)
    )
    numbers = {bool(row[0]): row[1] for row in ended}
    still = [revisits, CaseTask.state == "open"]
    late = await db.scalar(select(func.count()).where(*still, CaseTask.due_at <= now))
    near = await db.scalar(
        select(func.count()).where(*still, CaseTask.due_at > now, CaseTask.due_at <= now + risk)
    )
    return Account(
        kept=numbers.get(True, 0),
        done_late=numbers.get(False, 0),
        at_risk=near or 0,
        late=late or 0,
    )


async def add_entry(
    db: Transaction,
    commitment: str,
    done_at: datetime,
    evidence: str,
    staff_id: int | None,
    now: datetime,
) -> PromiseEntry:
    """Keep what staff entered. staff_id None: the command line."""
    entry = PromiseEntry(
        commitment=commitment,
        done_at=done_at,
        entered_at=now,
        staff_id=staff_id,
        evidence=evidence,
    )
    db.add(entry)
    await db.flush()
    return entry


async def newest_entries(db: Transaction, commitment: str, limit: int) -> Sequence[PromiseEntry]:
    rows = await db.scalars(
        select(PromiseEntry)
        .where(PromiseEntry.commitment == commitment)
        .order_by(PromiseEntry.done_at.desc(), PromiseEntry.id.desc())
        .limit(limit)
    )
    return rows.all()


async def count_entries(db: Transaction, commitment: str, begin: datetime) -> int:
    number: int | None = await db.scalar(
        select(func.count()).where(
            PromiseEntry.commitment == commitment, PromiseEntry.done_at > begin
        )
    )
    return number or 0
