"""3,000 notices: at a server's limit, without one, through kills, through faults."""

import asyncio
import gc
import random
import sys
import tempfile
import time as clock
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from storage.database import Database
from storage.migrate import migrate
from storage.schema.outbox import Outbox
from tests.bench.server import ROOT, Api, bot_api, postgres
from tests.notices import deliver, write_notices

NOTICES = 3000
LIMIT = 30
KILLS = 10
AFTER_A_KILL = timedelta(seconds=31)
"""Longer than a lease: so far the clock of the next process runs ahead, instead of waiting."""
ENGINES = ("SQLite", "PostgreSQL")


@contextmanager
def new_database(engine: str) -> Iterator[str]:
    """The address of an empty one."""
    if engine == "SQLite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite+aiosqlite:///{Path(folder) / 'push.db'}"
    else:
        with postgres() as url:
            yield url.replace("postgresql://", "postgresql+asyncpg://", 1)


@asynccontextmanager
async def filled(engine: str) -> AsyncIterator[tuple[str, Database]]:
    """A database in which a notice waits for every citizen of a town."""
    with new_database(engine) as url:
        database = Database(url)
        await migrate(database)
        await write_notices(database, NOTICES)
        try:
            yield url, database
        finally:
            await database.close()


async def start(
    url: str, api: Api, per_second: int | None = None, ahead: timedelta = timedelta(0)
) -> asyncio.subprocess.Process:
    """A process that delivers until nothing waits."""
    given = (url, api.address, str(per_second or 0), str(ahead.total_seconds()))
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.push", *given, cwd=ROOT
    )


async def push(engine: str, api: Api, per_second: int | None, processes: int = 1) -> list[float]:
    """When the messages arrived (monotonic)."""
    async with filled(engine) as (url, _):
        others = [await start(url, api, per_second) for _ in range(processes)]
        await asyncio.gather(*(other.wait() for other in others))
    stats = await api.stats()
    times = sorted(stats["delivered_at"])
    assert len(times) == NOTICES, f"{len(times)} arrived"
    return times


def a_second(times: list[float]) -> float:
    """Messages a second in the middle nine tenths: all processes are up, and none is done yet."""
    cut = len(times) // 20
    middle = times[cut:-cut]
    return (len(middle) - 1) / (middle[-1] - middle[0])


async def limited() -> str:
    async with bot_api("--limit", str(LIMIT), "--a-chat", "1") as api:
        times = await push("SQLite", api, LIMIT)
        floods = [at for at in (await api.stats())["flood_at"] if at > times[0] + 1]
    pace = (len(times) - 1) / (times[-1] - times[0])
    return f"{pace:.2f}/s, {pace / LIMIT:.1%} of the limit; {len(floods)} times 429 after the first second"


async def unlimited(engine: str, processes: int) -> float:
    async with bot_api() as api:
        return a_second(await push(engine, api, None, processes))


async def killed(engine: str) -> str:
    """Ten processes one after the other are killed at random moments, an eleventh finishes."""
    chance = random.Random(7)
    in_flight = 0
    async with bot_api() as api, filled(engine) as (url, database):
        for life in range(KILLS):
            process = await start(url, api, None, AFTER_A_KILL * life)
            await api.wait_for(len((await api.stats())["delivered_at"]) + 1, 60)
            await asyncio.sleep(chance.uniform(0, 0.4))
            process.kill()
            await process.wait()
            async with database.reading() as db:
                held = select(Outbox.id).where(Outbox.claimed_until.is_not(None))
                in_flight += len((await db.scalars(held)).all())
        await (await start(url, api, None, AFTER_A_KILL * KILLS)).wait()
        arrived = Counter(
            text for said in (await api.stats())["messages"].values() for text in said
        )
    left_out, twice = NOTICES - len(arrived), arrived.total() - len(arrived)
    return f"{left_out} left out, {twice} repeated of {in_flight} in flight"


async def faulty(engine: str) -> str:
    async with bot_api("--faults", "0.2") as api, filled(engine) as (url, database):
        began = clock.monotonic()
        await (await start(url, api)).wait()
        stats = await api.stats()
        async with database.reading() as db:
            states = Counter(await db.scalars(select(Outbox.state)))
        seconds = clock.monotonic() - began
    arrived = Counter(text for said in stats["messages"].values() for text in said)
    lost = Counter(stats["lost"])
    wrong = sum(number - 1 > lost[text] for text, number in arrived.items())
    return (
        f"{stats['faults']} in {seconds:.0f} s: {states['done']} done, {states['never']} never,"
        f" {NOTICES - len(arrived)} left out; {arrived.total() - len(arrived)} repeated,"
        f" {len(stats['lost'])} answers lost, {wrong} repeated for another reason"
    )


async def measure() -> str:
    """All of them, as a table."""
    lines = ["| 3,000 notices | |", "|---|---|"]
    lines.append(f"| limit of {LIMIT}/s enforced, SQLite | {await limited()} |")
    lines.append(f"| no limit, SQLite | {await unlimited('SQLite', 1):,.0f}/s |")
    one = await unlimited("PostgreSQL", 1)
    two = await unlimited("PostgreSQL", 2)
    lines.append(f"| no limit, PostgreSQL | {one:,.0f}/s |")
    lines.append(f"| the same, two processes | {two:,.0f}/s, {two / one:.2f} × one |")
    for engine in ENGINES:
        lines.append(f"| killed ten times, {engine} | {await killed(engine)} |")
    for engine in ENGINES:
        lines.append(f"| a fifth of the sends fails, {engine} | {await faulty(engine)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    to, address, limit, ahead = sys.argv[1:]
    gc.freeze()  # as the program does once it is furnished
    asyncio.run(deliver(to, address, int(limit) or None, timedelta(seconds=float(ahead))))
