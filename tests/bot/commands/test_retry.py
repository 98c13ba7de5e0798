"""`minyi retry` shows what was given up without telling whose it is, and has it tried again."""

import asyncio
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.__main__ import minyi
from storage.database import Database
from storage.schema.inbox import Inbox

CHAT, WORDS = 987654321, "三号楼的路灯坏了"


def _run(home: Path, *arguments: str) -> Result:
    home.mkdir(mode=0o700, exist_ok=True)
    return CliRunner().invoke(minyi, arguments, env={"MINYI_HOME": str(home)})


def _ask(home: Path, fail: int = 0) -> list[tuple[str, int, bool]]:
    """Every row's state, tries and whether it is due; before that, so many are given up."""

    async def ask() -> list[tuple[str, int, bool]]:
        database = Database(f"sqlite+aiosqlite:///{home / 'minyi.db'}")
        async with database.transaction() as db:
            for number in range(fail):
                db.add(
                    Inbox(
                        channel="telegram",
                        key=f"key{number}",
                        chat_id=CHAT,
                        payload=WORDS,
                        replies=[{"text": WORDS}] if number == 1 else None,
                        state="failed",
                        attempts=3,
                        error="RuntimeError",
                        received_at=datetime.now(UTC),
                    )
                )
        async with database.reading() as db:
            rows = (await db.scalars(select(Inbox).order_by(Inbox.id))).all()
        await database.close()
        return [(row.state, row.attempts, row.due_at is not None) for row in rows]

    return asyncio.run(ask())


def test_the_list_names_neither_words_nor_chats_and_changes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    _run(home, "migrate")
    _ask(home, fail=2)
    listed = _run(home, "retry", "--list")
    assert listed.exit_code == 0
    assert "1  telegram" in listed.output
    assert "RuntimeError" in listed.output
    assert "2 given up" in listed.output
    assert str(CHAT) not in listed.output
    assert WORDS not in listed.output
    assert _ask(home) == [("failed", 3, False)] * 2


def test_what_was_given_up_gets_all_its_tries_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    _run(home, "migrate")
    _ask(home, fail=2)
    assert "2 will be tried again" in _run(home, "retry").output
    assert _ask(home) == [("new", 0, True), ("said", 0, True)], "what was decided is only said"
    assert "0 will be tried again" in _run(home, "retry").output
    with sqlite3.connect(home / "minyi.db") as db:
        acts = db.execute("SELECT act, subject, staff_id FROM audit ORDER BY id").fetchall()
    assert acts == [("retry", "inbox:1", None), ("retry", "inbox:2", None)]


def test_one_may_be_named_and_one_that_did_not_fail_is_said_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    _run(home, "migrate")
    _ask(home, fail=2)
    assert "1 will be tried again" in _run(home, "retry", "2").output
    assert [state for state, _, _ in _ask(home)] == ["failed", "said"]
    again = _run(home, "retry", "2", "7")
    assert again.exit_code == 1
    assert "not given up: 2, 7" in again.output
