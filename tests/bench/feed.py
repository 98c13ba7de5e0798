"""100,000 cases through the signed door, against a bare batched insert of the same rows."""

import asyncio
import hmac
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout, web
from sqlalchemy import insert, text

from bot.furnish import furnish
from bot.settings import Settings
from handlers.feed import import_file
from handlers.house import House
from handlers.web.feed import FeedDoor
from storage.database import Database
from storage.migrate import migrate
from storage.schema.case import Case, CaseEvent
from tests.bench.server import postgres

ROWS = 100_000
A_COMMIT = 1000
ROUNDS = 3
SECRET = b"a secret of the measurements, nowhere else"
DAY = datetime(2026, 3, 1, 1, 30, tzinfo=UTC)


def invent(path: Path) -> None:
    """Cases of nobody, a line each."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, ROWS + 1):
            case = {
                "number": f"A33000020260{number:06}",
                "query_code": f"{number * 7919 % 1_000_000:06}",
                "kind": "刑事",
                "category": ("盗窃", "寻衅滋事", "交通肇事")[number % 3],
                "major": "小",
                "unit": f"虚构派出所{number % 40}",
                "contact": "0000-1234567",
                "stage": "立案",
                "stage_at": f"{DAY + timedelta(minutes=number % 40_000):%Y-%m-%d %H:%M}",
                "sensitive": "否",
            }
            file.write(json.dumps(case, ensure_ascii=False) + "\n")


async def insert_bare(database: Database, path: Path) -> None:
    """The same rows without a question asked: read, and inserted a thousand a commit."""
    columns = {column.name for column in Case.__table__.columns}
    number = 0
    with path.open(encoding="utf-8") as file:
        while lines := list(islice(file, A_COMMIT)):
            cases = []
            for row in map(json.loads, lines):
                number += 1
                case = {
                    "id": number,
                    "number": row["number"],
                    "code_salt": "0" * 16,
                    "code_hash": "0" * 64,
                    "kind": "criminal",
                    "category": row["category"],
                    "sensitive": False,
                    "major": False,
                    "unit": row["unit"],
                    "contact": row["contact"],
                    "stage": "filed",
                    "stage_at": datetime.fromisoformat(row["stage_at"]).replace(tzinfo=UTC),
                    "updated_at": DAY,
                }
                cases.append({name: case[name] for name in case if name in columns})
            async with database.transaction() as db:
                connection = await db.connection()
                await connection.execute(insert(Case), cases)
                await connection.execute(
                    insert(CaseEvent),
                    [
                        {"case_id": case["id"], "stage": case["stage"], "at": case["stage_at"]}
                        for case in cases
                    ],
                )


async def send(address: str, path: Path) -> dict[str, int]:
    """Sign and stream the file, as the exchange platform does."""
    timestamp = str(int(time.time()))
    sealed = hmac.new(SECRET, f"{timestamp}.".encode(), "sha256")
    for piece in _pieces(path):
        sealed.update(piece)

    async def body() -> AsyncIterator[bytes]:
        for piece in _pieces(path):
            yield piece

    headers = {"X-Minyi-Timestamp": timestamp, "X-Minyi-Signature": sealed.hexdigest()}
    async with (
        ClientSession(timeout=ClientTimeout(total=600)) as client,
        client.post(f"{address}/feed/cases", data=body(), headers=headers) as answer,
    ):
        assert answer.status == 202, await answer.text()
        counts: dict[str, int] = json.loads((await answer.text()).splitlines()[0])
    return counts


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(65536):
            yield piece


async def measure_one(name: str, url: str, folder: Path) -> list[str]:
    database = Database(url)
    await migrate(database)
    house = replace(_house(folder), feed_folder=folder / "feed")
    path = folder / "cases.jsonl"
    door = FeedDoor(
        database, house, SECRET, 2**30, lambda request: "loopback", lambda: datetime.now(UTC)
    )
    app = web.Application()
    door.add_to(app)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    took: dict[str, list[float]] = {"bare": [], "file": [], "call": []}
    memory = ""
    try:
        for _ in range(ROUNDS):
            for what in took:
                await _empty(database)
                before = _forget_peak()
                began = time.perf_counter()
                if what == "bare":
                    await insert_bare(database, path)
                elif what == "file":
                    await import_file(database, house, path, lambda: datetime.now(UTC))
                else:
                    counts = await send(f"http://{host}:{port}", path)
                    assert counts["new"] == ROWS, counts
                took[what].append(time.perf_counter() - began)
                if what == "call":
                    memory = f"{before:.0f} → {_memory('VmHWM'):.0f} MB"
    finally:
        await runner.cleanup()
        await database.close()
    bare, file, call = (min(took[what]) for what in took)
    rates = " | ".join(f"{ROWS / seconds:,.0f}" for seconds in (bare, file, call))
    return [f"| {name} | {rates} | {bare / file:.2f} | {bare / call:.2f} | {memory} |"]


def _house(folder: Path) -> House:
    return furnish(Settings(home=folder))


async def _empty(database: Database) -> None:
    async with database.transaction(long=True) as db:
        for table in ("case_event", "case_file", "feed_call"):
            await db.execute(text(f"DELETE FROM {table}"))  # noqa: S608 (our own names)


def _forget_peak() -> float:
    """Let Linux count this process's peak anew. Returns what it holds now, in megabytes."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _memory("VmRSS")


def _memory(name: str) -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split(f"{name}:")[1].split()[0]) / 1024


async def measure() -> str:
    """The best of three rounds of each, in one run."""
    lines = [
        "| 100,000 cases | bare rows/s | file | call | file/bare | call/bare | memory of the call |",
        "|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await asyncio.to_thread(invent, folder / "cases.jsonl")
        url = f"sqlite+aiosqlite:///{folder / 'bench.db'}"
        lines += await measure_one("SQLite", url, folder)
        with postgres() as address:
            url = address.replace("postgresql://", "postgresql+asyncpg://", 1)
            lines += await measure_one("PostgreSQL", url, folder)
    return "\n".join(lines)


if __name__ == "__main__":
    from bot.logs import set_up_logs

    set_up_logs("ERROR")
    sys.stdout.write(asyncio.run(measure()) + "\n")
