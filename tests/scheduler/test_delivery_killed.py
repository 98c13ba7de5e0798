"""Delivering processes are killed at ten random moments: nobody is left out, few hear it twice."""

import asyncio
import multiprocessing
import random
from collections import Counter
from datetime import timedelta
from multiprocessing.context import ForkServerProcess

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.schema.outbox import Outbox
from tests.botapi.server import BotApi
from tests.notices import deliver, write_notices

NOTICES, KILLS = 300, 10
AFTER_A_KILL = timedelta(seconds=31)
"""Longer than a lease: so far the clock of the next process runs ahead, instead of waiting."""

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.notices"])


def live(url: str, address: str, ahead: timedelta) -> None:
    """A process of its own."""
    asyncio.run(deliver(url, address, ahead=ahead))


def start(database: Database, api: BotApi, life: int) -> ForkServerProcess:
    url = database.url.render_as_string(hide_password=False)
    process = processes.Process(target=live, args=(url, api.address, AFTER_A_KILL * life))
    process.start()
    return process


@pytest.mark.timeout(60)
async def test_nobody_is_left_out_and_only_what_was_in_flight_is_repeated(
    database: Database,
) -> None:
    chance = random.Random(2026)
    await write_notices(database, NOTICES)
    in_flight: Counter[str] = Counter()
    async with BotApi() as api:
        enough, limit = asyncio.Event(), 0

        def count(method: str, data: dict[str, object]) -> None:
            if len(api.delivered_at) >= limit:
                enough.set()

        api.answered, api.delay = count, 0.005
        for life in range(KILLS):
            enough.clear()
            limit = len(api.delivered_at) + chance.randint(1, 30)
            process = start(database, api, life)
            await asyncio.wait_for(enough.wait(), 30)
            await asyncio.sleep(chance.uniform(0, 0.02))
            process.kill()
            await asyncio.to_thread(process.join)
            async with database.reading() as db:
                held = await db.scalars(select(Outbox).where(Outbox.claimed_until.is_not(None)))
                in_flight.update(row.say["text"] for row in held)
        process = start(database, api, KILLS)
        await asyncio.to_thread(process.join)
        assert process.exitcode == 0
        said = Counter(text for texts in api.messages.values() for text in texts)
    async with database.reading() as db:
        rows = (await db.scalars(select(Outbox))).all()
    assert {row.state for row in rows} == {"done"}
    assert len(said) == NOTICES
    assert said.total() > NOTICES, "a kill that repeats nothing proves nothing"
    for text, times in said.items():
        assert times - 1 <= in_flight[text], f"{text} was said {times} times"
