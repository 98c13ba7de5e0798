"""3,000 notices: through a server that enforces 30 a second, and without a limit."""

import asyncio
import sys
import tempfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.channels.telegram import open_bot
from bot.sender import sender
from domain.policy import Policy, QuietHours
from domain.say import Say
from scheduler.delivery import Delivery
from scheduler.pace import Pace
from storage import deliveries, outbox
from storage.database import Database
from storage.migrate import migrate
from tests.bench.server import ROOT, Api, bot_api, postgres
from tests.bench.town import settle

NOTICES = 3000
LIMIT = 30


async def fill(url: str) -> None:
    """A notice for every citizen of a new town."""
    database = Database(url)
    await migrate(database)
    await settle(database, NOTICES)
    now = datetime.now(UTC)
    async with database.transaction() as db:
        for number in range(1, NOTICES + 1):
            await outbox.put(
                db,
                key=f"notice:{number}",
                kind="notice",
                subject=f"town:{number}",
                channel="telegram",
                chat_id=number,
                citizen_id=number,
                say=Say(f"{number}\n是什么\n为什么\n怎么办"),
                due_at=now - timedelta(seconds=1),
                now=now,
            )
    await database.close()


async def deliver(url: str, address: str, per_second: int | None) -> None:
    """One process's delivery loop, until nothing waits."""
    database = Database(url)
    bot = open_bot("1:bench", address)
    policy = Policy(quiet_hours=QuietHours(time(0), time(0)))
    delivery = Delivery(
        database,
        policy,
        lambda: datetime.now(UTC),
        sender({"telegram": bot}, database),
        {"telegram": Pace(per_second)},
    )
    delivery.start()
    while True:
        async with database.reading() as db:
            waiting, _ = await deliveries.count_waiting(db, datetime.now(UTC), timedelta(0))
        if not waiting:
            break
        await asyncio.sleep(0.5)
    await delivery.stop()
    await bot.session.close()
    await database.close()


async def push(api: Api, url: str, per_second: int | None, processes: int = 1) -> tuple[float, int]:
    """Messages a second from the first to the last, and 429 answers after the first second."""
    await fill(url)
    others = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.push", url, api.address, cwd=ROOT
        )
        for _ in range(processes if processes > 1 else 0)
    ]
    if others:
        await asyncio.gather(*(other.wait() for other in others))
    else:
        await deliver(url, api.address, per_second)
    stats = await api.stats()
    times = sorted(stats["delivered_at"])
    assert len(times) == NOTICES, f"{len(times)} arrived"
    floods = [at for at in stats["flood_at"] if at > times[0] + 1]
    return (len(times) - 1) / (times[-1] - times[0]), len(floods)


async def measure() -> str:
    """All of them, as a table."""
    lines = ["| 3,000 notices | messages/s | 429 after the first second |", "|---|---|---|"]

    def note(name: str, found: tuple[float, int]) -> None:
        lines.append(f"| {name} | {found[0]:,.2f} | {found[1]} |")

    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'limited.db'}"
        async with bot_api("--limit", str(LIMIT), "--a-chat", "1") as api:
            found = await push(api, url, LIMIT)
            note(f"limit of {LIMIT}/s enforced, SQLite ({found[0] / LIMIT:.1%} of it)", found)
        url = f"sqlite+aiosqlite:///{Path(folder) / 'free.db'}"
        async with bot_api() as api:
            note("no limit, SQLite", await push(api, url, None))
    for processes in (1, 2):
        with postgres() as url:
            url = url.replace("postgresql://", "postgresql+asyncpg://", 1)
            async with bot_api() as api:
                name = "process" if processes == 1 else "processes"
                note(
                    f"no limit, PostgreSQL, {processes} {name}",
                    await push(api, url, None, processes),
                )
    return "\n".join(lines)


if __name__ == "__main__":
    asyncio.run(deliver(sys.argv[1], sys.argv[2], None))
