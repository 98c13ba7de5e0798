"""Questions about cases, their history and who follows them."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter

from sqlalchemy import bindparam, delete, func, select, text, update

from domain.case_change import CaseChange, CaseDraft
from domain.case_life import Kind, Stage, Standing
from storage.batch import insert_batch
from storage.database import Transaction, insert_into
from storage.schema.case import Case, CaseEvent, CaseFollower

FACTS = (
    "code_salt",
    "code_hash",
    "category",
    "sensitive",
    "major",
    "unit",
    "contact",
    "stage",
    "stage_at",
    "returnable",
    "revisit_at",
)

NOT_RECKONED = {"revision": 1, "reckoned": 0}

KINDS: dict[str, Kind] = {kind: kind for kind in Kind}
STAGES: dict[str, Stage] = {stage: stage for stage in Stage}
"""Looked up rather than made: a feed makes hundreds of thousands of them."""


async def one_import_at_a_time(db: Transaction) -> None:
    """Wait until no other commit of the feed is under way: two imports decide one after the other."""
    if db.get_bind().dialect.name == "postgresql":
        await db.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('case feed', 0))"))


async def find_known(db: Transaction, numbers: Sequence[str]) -> dict[str, CaseDraft]:
    """Those of these cases that are kept, by number."""
    rows = await db.execute(
        select(*(getattr(Case, field.name) for field in fields(CaseDraft))).where(
            Case.number.in_(numbers)
        )
    )
    known = {}
    for row in rows:
        draft = CaseDraft(*row)
        draft.kind, draft.stage = KINDS[draft.kind], STAGES[draft.stage]
        known[draft.number] = draft
    return known


async def find_histories(
    db: Transaction, case_ids: Sequence[int]
) -> dict[int, set[tuple[Stage, datetime]]]:
    """The stages of these cases with their times."""
    histories: dict[int, set[tuple[Stage, datetime]]] = {}
    rows = await db.execute(
        select(CaseEvent.case_id, CaseEvent.stage, CaseEvent.at).where(
            CaseEvent.case_id.in_(case_ids)
        )
    )
    for case_id, stage, at in rows:
        histories.setdefault(case_id, set()).add((STAGES[stage], at))
    return histories


async def keep(db: Transaction, changes: Sequence[CaseChange], now: datetime) -> None:
    """Write new and changed cases with their new stages, in a statement for each sort of row."""
    connection = await db.connection()
    drafts = [(change, change.draft) for change in changes if change.draft and change.changed]
    new = [draft for change, draft in drafts if not change.known]
    if new:
        for draft, number in zip(new, await _reserve_ids(db, len(new)), strict=True):
            draft.id = number
    added = [
        (draft.id, draft.number, draft.kind, now, *NOT_RECKONED.values(), *_facts(draft))
        for draft in new
    ]
    changed = [
        {"case_id": draft.id, "now": now}
        | {f"new_{name}": fact for name, fact in zip(FACTS, _facts(draft), strict=True)}
        for change, draft in drafts
        if change.known
    ]
    events = [
        (draft.id, event.stage, event.at) for change, draft in drafts for event in change.events
    ]
    await insert_batch(
        db, Case, ("id", "number", "kind", "updated_at", *NOT_RECKONED, *FACTS), added
    )
    if changed:
        # Conditional, so that even an import outside the lock cannot put a case back.
        await connection.execute(
            update(Case)
            .where(Case.id == bindparam("case_id"), Case.stage_at <= bindparam("new_stage_at"))
            .values({name: bindparam(f"new_{name}") for name in FACTS})
            .values(updated_at=bindparam("now"), revision=Case.revision + 1),
            changed,
        )
    await insert_batch(db, CaseEvent, ("case_id", "stage", "at"), events)


async def _reserve_ids(db: Transaction, count: int) -> range | Sequence[int]:
    """Numbers for new cases, taken before they are written: asking for them afterwards costs more.

    On SQLite the transaction is the only writer, so the next free ones stay free.
    """
    if db.get_bind().dialect.name == "sqlite":
        last = await db.scalar(select(func.max(Case.id))) or 0
        return range(last + 1, last + 1 + count)
    sequence = text(
        "SELECT nextval(pg_get_serial_sequence('case_file', 'id')) FROM generate_series(1, :count)"
    )
    return (await db.scalars(sequence, {"count": count})).all()


async def find(db: Transaction, number: str) -> Case | None:
    """A case by its number. An import that changes it is waited for, and waits."""
    case: Case | None = await db.scalar(
        select(Case).where(Case.number == number).with_for_update(read=True)
    )
    return case


async def find_followed(
    db: Transaction, case_id: int, citizen_id: int
) -> tuple[Case, CaseFollower] | None:
    """A case with the wish of the citizen who follows it; None for everybody else."""
    row = (
        await db.execute(
            select(Case, CaseFollower)
            .join(CaseFollower, CaseFollower.case_id == Case.id)
            .where(Case.id == case_id, CaseFollower.citizen_id == citizen_id)
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


async def followed_by(db: Transaction, citizen_id: int, limit: int) -> Sequence[Case]:
    """The cases a citizen follows, the one followed last first."""
    rows = await db.scalars(
        select(Case)
        .join(CaseFollower, CaseFollower.case_id == Case.id)
        .where(CaseFollower.citizen_id == citizen_id)
        .order_by(CaseFollower.id.desc())
        .limit(limit)
    )
    return rows.all()


async def history(db: Transaction, case_id: int, limit: int) -> list[Standing]:
    """The newest stages of a case, oldest first."""
    rows = await db.execute(
        select(CaseEvent.stage, CaseEvent.at)
        .where(CaseEvent.case_id == case_id)
        .order_by(CaseEvent.at.desc(), CaseEvent.id.desc())
        .limit(limit)
    )
    return [Standing(Stage(stage), at) for stage, at in reversed(rows.all())]


async def follow(
    db: Transaction, case_id: int, citizen_id: int, notices: bool, now: datetime
) -> CaseFollower:
    """Let a citizen follow a case. One who did before keeps their wish about notices."""
    await db.execute(
        insert_into(db, CaseFollower)
        .values(case_id=case_id, citizen_id=citizen_id, notices=notices, since=now)
        .on_conflict_do_nothing(index_elements=["case_id", "citizen_id"])
    )
    return (
        await db.scalars(
            select(CaseFollower).where(
                CaseFollower.case_id == case_id, CaseFollower.citizen_id == citizen_id
            )
        )
    ).one()


async def leave(db: Transaction, case_id: int, citizen_id: int) -> None:
    await db.execute(
        delete(CaseFollower).where(
            CaseFollower.case_id == case_id, CaseFollower.citizen_id == citizen_id
        )
    )


_facts: Callable[[CaseDraft], tuple[object, ...]] = attrgetter(*FACTS)


async def get(db: Transaction, case_id: int) -> Case | None:
    """A case by the number of its row."""
    return await db.get(Case, case_id)
