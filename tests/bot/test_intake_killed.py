"""The running program is killed in the middle, started again, and nothing is lost or done twice."""

import asyncio
import os
import signal
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


class Program:
    """The program, begun anew as often as needed by a process that has imported it."""

    def __init__(self, warm: asyncio.subprocess.Process) -> None:
        self._warm, self._number = warm, 0

    @classmethod
    async def prepare(cls, home: Path, api: BotApi) -> "Program":
        warm = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.bot.warm",
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
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        return cls(warm)

    async def start(self) -> None:
        assert self._warm.stdin is not None
        self._warm.stdin.write(b"\n")
        self._number = await self._told()

    async def end(self, how: signal.Signals) -> int:
        """The exit code."""
        os.kill(self._number, how)
        code = await self._told()
        self._number = 0
        return code

    async def give_up(self) -> None:
        """Whatever still runs is ended."""
        if self._number:
            await self.end(signal.SIGKILL)
        assert self._warm.stdin is not None
        self._warm.stdin.close()
        await self._warm.wait()

    async def _told(self) -> int:
        assert self._warm.stdout is not None
        return int(await asyncio.wait_for(self._warm.stdout.readline(), 30))


@pytest.mark.timeout(110)
async def test_killed_three_times_every_citizen_is_answered_and_kept_once(home: Path) -> None:
    async with BotApi() as api:
        updates = []
        for n in range(1, CITIZENS + 1):
            updates += [pressed(n, n, "consent:agree:zh"), typed(CITIZENS + n, n, "/menu")]
        api.push(*sorted(updates, key=lambda update: update["update_id"]))
        api.delay = 0.02
        enough = asyncio.Event()
        limit = 0

        def notice(method: str, data: dict[str, object]) -> None:
            if sum(map(len, api.messages.values())) >= limit:
                enough.set()

        api.answered = notice
        program = await Program.prepare(home, api)
        for limit in (1, 20, 60):  # noqa: B007 (notice reads it)
            enough.clear()
            await program.start()
            await asyncio.wait_for(enough.wait(), 30)
            assert await program.end(signal.SIGKILL) == -signal.SIGKILL
        await program.start()
        database = Database(Settings(home=home, secret=SecretStr("x" * 32)).database)
        try:
            async with asyncio.timeout(40):
                while await count(database, "said", "done") < 2 * CITIZENS:  # noqa: ASYNC110
                    await asyncio.sleep(0.2)
            assert await program.end(signal.SIGTERM) == 0
            assert await count(database, "done") == 2 * CITIZENS, "stopped with all of it said"
            async with database.reading() as db:
                assert await db.scalar(select(func.count(Citizen.id))) == CITIZENS
                assert await db.scalar(select(func.count(Consent.id))) == CITIZENS
        finally:
            await program.give_up()
            await database.close()
        for n in range(1, CITIZENS + 1):
            opened = [text for text in api.messages[n] if text.startswith("请选择")]
            assert opened, f"citizen {n} was not answered: {api.messages[n]}"


async def count(database: Database, *states: str) -> int:
    async with database.reading() as db:
        return await db.scalar(select(func.count(Inbox.id)).where(Inbox.state.in_(states))) or 0
