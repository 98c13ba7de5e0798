"""A town's notices and one process that delivers them, for tests and measurements."""

import asyncio
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import insert, select

from bot.channels.telegram_session import open_bot
from bot.sender import sender
from domain.policy import Policy, QuietHours
from domain.say import Say
from scheduler.delivery import Delivery
from scheduler.pace import Pace
from storage.database import Database
from storage.outbox import PRIORITIES
from storage.schema.outbox import WAITING, Outbox
from tests.bench.town import settle

ALWAYS_OPEN = Policy(quiet_hours=QuietHours(time(0), time(0)))


async def write_notices(database: Database, number: int) -> None:
    """A notice for each of so many new citizens. Its first line is its number."""
    await settle(database, number)
    now = datetime.now(UTC)
    async with database.transaction() as db:
        await db.execute(
            insert(Outbox),
            [
                {
                    "key": f"notice:{n}",
                    "kind": "notice",
                    "priority": PRIORITIES["notice"],
                    "subject": f"town:{n}",
                    "channel": "telegram",
                    "chat_id": n,
                    "citizen_id": n,
                    "say": Say(f"{n}\n是什么\n为什么\n怎么办").as_json(),
                    "state": "waiting",
                    "attempts": 0,
                    "created_at": now,
                    "due_at": now - timedelta(seconds=1),
                }
                for n in range(1, number + 1)
            ],
        )


async def deliver(
    url: str,
    address: str,
    per_second: int | None = None,
    ahead: timedelta = timedelta(0),
    haste: float = 1.0,
) -> None:
    """One process's delivery loop, until nothing waits. Its clock runs ahead and so much faster."""
    database = Database(url)
    bot = open_bot("1:town", address)
    began = datetime.now(UTC)
    delivery = Delivery(
        database,
        ALWAYS_OPEN,
        lambda: began + ahead + (datetime.now(UTC) - began) * haste,
        sender({"telegram": bot}, database),
        {"telegram": Pace(per_second)},
        {},
    )
    delivery.start()
    while True:
        async with database.reading() as db:
            if await db.scalar(select(Outbox.id).where(WAITING).limit(1)) is None:
                break
        await asyncio.sleep(0.1)
    await delivery.stop()
    await bot.session.close()
    await database.close()
