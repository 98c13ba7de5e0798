"""What staff did stays written: neither database lets anybody change or delete it."""

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from storage import audit
from storage.database import Database
from storage.schema.staff import Audit
from tests.conftest import NOW


@pytest.fixture
async def written(database: Database) -> Database:
    async with database.transaction() as db:
        await audit.record(db, staff_id=1, act="open", subject="complaint:1", now=NOW)
    return database


@pytest.mark.parametrize(
    "attempt",
    [
        update(Audit).values(act="nothing"),
        update(Audit).where(Audit.id == 1).values(staff_id=None),
        delete(Audit),
        delete(Audit).where(Audit.staff_id == 1),
    ],
    ids=["change all", "change one", "delete all", "delete one"],
)
async def test_an_act_cannot_be_changed_or_deleted(written: Database, attempt: object) -> None:
    with pytest.raises(DBAPIError, match="append"):
        async with written.transaction() as db:
            await db.execute(attempt)  # type: ignore[call-overload]
    async with written.reading() as db:
        rows = (await db.execute(text("SELECT act, staff_id FROM audit"))).all()
    assert [tuple(row) for row in rows] == [("open", 1)]


async def test_an_act_cannot_be_replaced_on_sqlite(sqlite: Database) -> None:
    async with sqlite.transaction() as db:
        await audit.record(db, staff_id=1, act="open", subject="complaint:1", now=NOW)
    replace = text("INSERT OR REPLACE INTO audit (id, at, act, subject) VALUES (1, 'x', 'y', 'z')")
    with pytest.raises(DBAPIError, match="append"):
        async with sqlite.transaction() as db:
            await db.execute(replace)
