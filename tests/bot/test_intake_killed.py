"""The running program is killed in the middle, started again, and nothing is lost or done twice."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.settings import Settings
from storage.database import Database
from storage.schema.citizen import Citizen, Consent
from storage.schema.inbox import Inbox
from tests.bench.town import pressed, typed
from tests.botapi.server import BotApi

ROOT = Path(__file__).parents[2]
CITIZENS = 30


async def start(home: Path, api: BotApi) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=ROOT,
        env={
            **os.environ,
            "MINYI_HOME": str(home),
            "MINYI_HTTP_PORT": "0",
            "MINYI_TELEGRAM_TOKEN": "42:token",
            "MINYI_TELEGRAM_API_URL": api.address,
            "MINYI_TELEGRAM_PACE": "0",
            "MINYI_LOG_LEVEL": "ERROR",
        },
        stdout=asyncio.subprocess.DEVNULL,
    )


@pytest.mark.timeout(110)
async def test_killed_three_times_every_citizen_is_answered_and_kept_once(tmp_path: Path) -> None:
    async with BotApi() as api:
        updates = []
        for n in range(1, CITIZENS + 1):
            updates += [pressed(n, n, "consent:agree:zh"), typed(CITIZENS + n, n, "/menu")]
        api.push(*sorted(updates, key=lambda update: update["update_id"]))
        api.delay = 0.02
        enough = asyncio.Event()
        limit = 0

        def count(method: str, data: dict[str, object]) -> None:
            if sum(map(len, api.messages.values())) >= limit:
                enough.set()

        api.answered = count
        for limit in (1, 20, 60):  # noqa: B007 (count reads it)
            enough.clear()
            process = await start(tmp_path, api)
            await asyncio.wait_for(enough.wait(), 30)
            process.kill()
            await process.wait()
        process = await start(tmp_path, api)
        database = Database(Settings(home=tmp_path, secret=SecretStr("x" * 32)).database)
        try:
            async with asyncio.timeout(40):
                while not await all_done(database):  # noqa: ASYNC110
                    await asyncio.sleep(0.2)
            process.terminate()
            assert await asyncio.wait_for(process.wait(), 20) == 0
            async with database.reading() as db:
                assert await db.scalar(select(func.count(Citizen.id))) == CITIZENS
                assert await db.scalar(select(func.count(Consent.id))) == CITIZENS
        finally:
            await database.close()
        for n in range(1, CITIZENS + 1):
            opened = [text for text in api.messages[n] if text.startswith("请选择")]
            assert opened, f"citizen {n} was not answered: {api.messages[n]}"


async def all_done(database: Database) -> bool:
    """Every update of every citizen is in the inbox, and its replies are out."""
    async with database.reading() as db:
        done = await db.scalar(
            select(func.count(Inbox.id)).where(Inbox.state.in_(("said", "done")))
        )
        waiting = await db.scalar(select(func.count(Inbox.id)).where(Inbox.state == "said"))
    return done == 2 * CITIZENS and waiting == 0
