"""No statement goes through the whole of a table that grows: SQLite tells how it would look for rows."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from handlers.house import House
from scheduler.timetable import TIMETABLE
from storage import inbox, inbox_setbacks
from storage.database import Database, Table
from tests.conftest import NOW
from tests.talk.stage import Stage
from tests.talk.transcript import Transcript

Statements = dict[str, tuple[str, tuple[Any, ...]]]
"""Each kind of statement once, with values that it was sent with."""

TALKS = (
    "board",
    "broadcast",
    "card_to_verdict",
    "case_progress",
    "my_case_locked",
    "link",
    "my_data",
    "no_news",
    "property",
    "revisit",
    "staff_case",
    "stop",
    "survey",
    "survey_pause",
    "triage_and_ask_back",
    "unreached",
)
"""Those that between them come by all the pages."""

PLACE = Path(__file__).parents[1] / "talks"

LATER = (timedelta(days=1), timedelta(days=4000))
"""After each talk all jobs run as late as this: what is due soon, and what was kept long enough."""

SMALL = {
    "broadcast": "what the house itself has written",
    "installation": "one row",
    "staff": "some hundred members at the most",
    "survey": "a few a year",
    "survey_box": "what was handed in today",
}

PARTIAL = {
    "ix_case_file_to_reckon": "holds only what is to be reckoned, and all of that is asked for",
    "ix_deadline_untold": "holds only what is still to be told, and all of that is asked for",
    "ix_inbox_failed": "holds only what failed, and all of that is asked for",
}
"""Indexes of few rows, which may be gone through from end to end."""

SCAN = re.compile(r"^SCAN (?P<table>\w+)(?: USING (?:COVERING )?INDEX (?P<index>\w+))?")
ALIAS = re.compile(r"\b(\w+) AS (\w+)")


@contextmanager
def overheard(database: Database, heard: Statements) -> Iterator[None]:
    """Add what the database is asked meanwhile."""

    def hear(_: Any, __: Any, statement: str, values: Any, ___: Any, many: bool) -> None:
        if statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            # Lists in a statement are as long as they happen to be.
            kind = re.sub(r"(\(?\?\)?, )+", "", statement)
            heard.setdefault(kind, (statement, tuple(values[0] if many else values)))

    engines = [database.engine.sync_engine, database._short]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    yield
    for engine in engines:
        event.remove(engine, "before_cursor_execute", hear)


async def scans(database: Database, heard: Statements) -> list[str]:
    """Of these statements, those that go through a growing table, with what SQLite says of them."""
    growing = set(Table.metadata.tables) - set(SMALL)
    found = []
    async with database.engine.connect() as connection:
        for statement, values in heard.values():
            named = {alias: table for table, alias in ALIAS.findall(statement)}
            for step in await _steps(connection, statement, values):
                scan = SCAN.match(step)
                if scan is None or scan["index"] in PARTIAL:
                    continue
                if named.get(scan["table"], scan["table"]) in growing:
                    found.append(f"{step}: {' '.join(statement.split())}")
    return found


async def _steps(connection: AsyncConnection, statement: str, values: tuple[Any, ...]) -> list[str]:
    plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    return [str(row.detail) for row in plan]


async def test_no_statement_goes_through_a_table_that_grows(
    migrated_sqlite: Path, tmp_path: Path, house: House
) -> None:
    """What was given up was once looked for in all that was ever sent."""
    heard: Statements = {}
    for talk in TALKS:
        file = tmp_path / f"{talk}.db"
        shutil.copy(migrated_sqlite, file)
        database = Database(f"sqlite+aiosqlite:///{file}")
        stage = Stage(database, house, NOW)
        with overheard(database, heard):
            await Transcript(stage, stage.deliver).play((PLACE / f"{talk}.talk").read_text())
            for later in LATER:
                for _, job in TIMETABLE:
                    await job(database, house, stage.time + later)
            async with database.reading() as db:
                await inbox.count_failed(db)
                await inbox_setbacks.failed(db)
        found = await scans(database, heard)
        await database.close()
    assert len(heard) > 200, "the talks are played, the jobs run"
    assert found == []


async def test_a_statement_without_an_index_is_found(sqlite: Database) -> None:
    heard: Statements = {}
    with overheard(sqlite, heard):
        async with sqlite.reading() as db:
            await db.execute(text("SELECT i.id FROM inbox AS i WHERE i.error = 'x'"))
            await db.execute(text("SELECT id FROM inbox WHERE channel = 'x'"))
            await db.execute(text("SELECT id FROM staff WHERE name = 'x'"))
    assert len(await scans(sqlite, heard)) == 1


async def test_erasing_a_citizen_looks_at_their_chat_only(sqlite: Database) -> None:
    """It once read the keys of all that came by the same channel in a week."""
    heard: Statements = {}
    with overheard(sqlite, heard):
        async with sqlite.transaction() as db:
            await inbox.forget_words(db, [("stage", 1), ("stage", 2)], NOW)
    [(statement, values)] = heard.values()
    async with sqlite.engine.connect() as connection:
        [step] = await _steps(connection, statement, values)
    assert step == "SEARCH inbox USING INDEX ix_inbox_chat (channel=? AND chat_id=?)"
