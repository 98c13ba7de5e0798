"""Many rows at once are kept as they would be one by one."""

from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import insert, select

from storage.batch import MARKS, insert_batch
from storage.database import Database
from storage.schema.case import Case, CaseEvent

BEIJING = timezone(timedelta(hours=8))
NAMES = (
    "number",
    "code_salt",
    "code_hash",
    "kind",
    "category",
    "sensitive",
    "major",
    "unit",
    "contact",
    "stage",
    "stage_at",
    "updated_at",
    "revision",
    "reckoned",
    "returnable",
    "revisit_at",
)


def invent(number: str) -> tuple[object, ...]:
    at = datetime(2026, 3, 1, 9, 30, 0, 250_000, tzinfo=BEIJING)
    facts = ("criminal", "盗窃", False, True, "虚构'派出所", "0000-1234567", "filed")
    return (number, "salt", "hash", *facts, at, at, 1, 0, False, None)


async def test_a_batch_is_kept_as_a_single_insert_keeps_it(database: Database) -> None:
    async with database.transaction(long=True) as db:
        await insert_batch(db, Case, NAMES, [invent("BATCH-1")])
        await db.execute(insert(Case), [dict(zip(NAMES, invent("SINGLE-1"), strict=True))])
    async with database.reading() as db:
        batch, single = await db.scalars(select(Case).order_by(Case.number))
    kept = [{name: getattr(case, name) for name in NAMES[1:]} for case in (batch, single)]
    assert kept[0] == kept[1]
    assert batch.stage_at == datetime(2026, 3, 1, 1, 30, 0, 250_000, tzinfo=UTC)
    assert batch.stage_at.tzinfo is UTC


async def test_more_rows_than_one_statement_can_hold_are_all_kept(database: Database) -> None:
    rows = 2 * MARKS // len(NAMES) + 7
    async with database.transaction(long=True) as db:
        await insert_batch(db, Case, NAMES, [invent(f"CASE-{n}") for n in range(rows)])
    async with database.reading() as db:
        assert len(set(await db.scalars(select(Case.number)))) == rows


async def test_no_rows_are_no_statement(database: Database) -> None:
    async with database.transaction() as db:
        await insert_batch(db, CaseEvent, ("case_id", "stage", "at"), [])
        assert not (await db.scalars(select(CaseEvent))).all()
