"""The sweep of what is due: 10,000 deadlines among 20,000 cases, and the same among 1,000,000."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text, update

from bot.furnish import furnish
from bot.settings import Settings
from domain.area import Area
from domain.role import Role
from handlers.house import House
from scheduler.deadline_jobs import sweep_deadlines
from storage import staff
from storage.database import Database
from storage.migrate import migrate
from storage.schema.citizen import Chat
from storage.schema.deadline import Deadline
from tests.bench.server import postgres

DUE = 10_000
FEW, MANY = 20_000, 1_000_000
ROUNDS = 3
NOW = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
LONG_AGO, LATELY = NOW - timedelta(days=12), NOW - timedelta(hours=20)
"""When a case was received whose filing decision is due, and one that has time."""

NUMBERS = {
    "sqlite": "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers"
    " WHERE n < :cases)",
    "postgresql": "WITH numbers(n) AS (SELECT generate_series(1, :cases))",
}
CASES = """
    INSERT INTO case_file (id, number, code_salt, code_hash, kind, category, sensitive, major, unit,
        contact, stage, stage_at, updated_at, revision, reckoned{more})
    {numbers} SELECT n, 'A3300002026' || n, 'salt', 'hash', 'criminal', 'x', false, false,
        '虚构派出所', '0', 'received', {received}, {received}, 1, 1{values} FROM numbers
"""
STAGES = """
    INSERT INTO case_event (case_id, stage, at)
    {numbers} SELECT n, 'received', {received} FROM numbers
"""
DEADLINES = """
    INSERT INTO deadline (subject, rule, kind, unit, major, since, until, standing, step, told, tried,
        next_at)
    {numbers} SELECT 'case:' || n, 'filing', 'criminal', '虚构派出所', false, {received},
        {received}, 'open', 0, 0, '', {next_at} FROM numbers
"""
RECEIPTS = """
    INSERT INTO deadline (subject, rule, kind, unit, major, since, until, standing, step, told, tried)
    {numbers} SELECT 'case:' || n, 'receipt', 'criminal', '虚构派出所', false, {received},
        {received}, 'done', 0, 0, '' FROM numbers
"""


def written(moment: datetime, dialect: str) -> str:
    if dialect == "sqlite":
        return f"'{moment:%Y-%m-%d %H:%M:%S.%f}'"
    return f"'{moment.isoformat()}'::timestamptz"


async def fill(database: Database, cases: int) -> None:
    """That many cases, of which DUE, spread evenly, have a deadline that is due."""
    await migrate(database)
    dialect = database.url.get_backend_name()
    every = cases // DUE

    def by_turn(due: datetime, other: datetime) -> str:
        return (
            f"CASE WHEN n % {every} = 0 THEN {written(due, dialect)}"
            f" ELSE {written(other, dialect)} END"
        )

    places = {
        "numbers": NUMBERS[dialect],
        "received": by_turn(LONG_AGO, LATELY),
        "next_at": by_turn(NOW - timedelta(minutes=1), NOW + timedelta(days=2)),
        "more": ", returnable",
        "values": ", false",
    }
    async with database.transaction(long=True) as db:
        for statement in (CASES, STAGES, DEADLINES, RECEIPTS):
            await db.execute(text(statement.format(**places)), {"cases": cases})
        for number, role in enumerate((Role.DESK, Role.SUPERVISOR, Role.HEAD), 1):
            area = Area.CASEWORK if role is Role.DESK else None
            member = await staff.add(db, name="示例", role=role, area=area, unit=None, now=NOW)
            db.add(Chat(channel="web", chat_id=number, language="zh", staff_id=member.id))
    if dialect == "postgresql":
        async with database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM ANALYZE"))


async def again(database: Database) -> None:
    """Make what the sweep has seen to due once more."""
    async with database.transaction(long=True) as db:
        await db.execute(text("DELETE FROM outbox"))
        await db.execute(
            update(Deadline)
            .where(Deadline.step > 0)
            .values(step=0, standing="open", next_at=NOW - timedelta(minutes=1))
        )


async def sweep(url: str, house: House, cases: int) -> float:
    """Seconds for one sweep, the best of a few."""
    database = Database(url)
    try:
        await fill(database, cases)
        taken = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            await sweep_deadlines(database, house, NOW)
            taken.append(time.perf_counter() - began)
            async with database.reading() as db:
                late = await db.scalar(text("SELECT count(*) FROM deadline WHERE step = 4"))
            assert late == DUE, late
            await again(database)
        return min(taken)
    finally:
        await database.close()


async def measure() -> str:
    """Both databases, as a table."""
    lines = [
        f"| {DUE:,} due among | {FEW:,} cases, s | {MANY:,} cases, s | ratio |",
        "|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        house = furnish(Settings(home=Path(folder)))
        found = []
        for cases in (FEW, MANY):
            path = Path(folder) / "sweep.db"
            found.append(await sweep(f"sqlite+aiosqlite:///{path}", house, cases))
            for file in Path(folder).glob("sweep.db*"):
                file.unlink()
        lines.append(f"| SQLite | {found[0]:.1f} | {found[1]:.1f} | {found[1] / found[0]:.2f} |")
        found = []
        for cases in (FEW, MANY):
            with postgres() as url:
                url = url.replace("postgresql://", "postgresql+asyncpg://", 1)
                found.append(await sweep(url, house, cases))
        name = "PostgreSQL"
        lines.append(f"| {name} | {found[0]:.1f} | {found[1]:.1f} | {found[1] / found[0]:.2f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(asyncio.run(measure()))
