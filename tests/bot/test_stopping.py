"""The program puts everything away when it stops, whatever is away by then."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.app import App
from bot.settings import Settings


@pytest.fixture
async def app(home: Path) -> App:
    app = App(Settings(home=home, http_port=0))
    await app.start()
    return app


@pytest.fixture
def closed(app: App, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was put away, in order."""
    done: list[str] = []

    def watch(owner: Any, method: str, name: str) -> None:
        work = getattr(owner, method)

        async def act() -> None:
            await work()
            done.append(name)

        monkeypatch.setattr(owner, method, act)

    watch(app.web, "stop", "web")
    watch(app.delivery, "stop", "delivery")
    watch(app.bots["webchat"].session, "close", "session")
    watch(app.database, "close", "database")
    return done


async def test_a_database_that_is_away_breaks_off_no_step(
    app: App, closed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was said could not be written down: delivery, sessions and database stayed open."""

    def away(**_: Any) -> None:
        raise OperationalError("BEGIN", {}, Exception("away"))

    app.intake.arrivals.settled.append(1)
    monkeypatch.setattr(app.database, "transaction", away)
    await app.stop()
    assert closed == ["web", "delivery", "session", "database"]


async def test_what_never_ends_does_not_keep_the_program_from_stopping(
    app: App, closed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.STOP_WITHIN", 0.1)
    endless = asyncio.create_task(asyncio.Event().wait())
    app.intake._tasks.add(endless)  # type: ignore[arg-type]
    endless.add_done_callback(app.intake._tasks.discard)
    async with asyncio.timeout(5):
        await app.stop()
    assert closed[-2:] == ["session", "database"]
    assert endless.cancelled()
