"""A terminal whose program was killed, whose database is locked, or whose line is odd: nothing is lost."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from bot import arrivals, talk
from bot.settings import Settings
from bot.talk import Talk
from storage import sqlite

ROOT = Path(__file__).parents[2]
KILLED_WHEN_KEPT = """
import os, signal
from bot.intake import Intake
Intake._start = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from bot.__main__ import main
main()
"""
Lines: TypeAlias = AsyncIterator[str]
Hold: TypeAlias = Callable[[Lines], Awaitable[str]]


async def _pipe(
    home: Path, said: bytes, *how: str, locale: str = "C.UTF-8"
) -> tuple[int | None, str]:
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, *(how or ("-m", "bot")), "talk", "--language", "zh"),
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "MINYI_HOME": str(home),
            "MINYI_LOG_LEVEL": "ERROR",
            "LC_ALL": locale,
            "PYTHONUTF8": "0",
        },
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await asyncio.wait_for(program.communicate(said), 50)
    assert b"Traceback" not in errors, errors.decode()
    return program.returncode, out.decode()


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings(home=home, log_level="ERROR")


@pytest.fixture
def hold(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Hold:
    async def talk_of(lines: Lines) -> str:
        monkeypatch.setattr(talk, "_piped", lambda: lines)
        await Talk(settings, 1, "zh").hold()
        return capsys.readouterr().out

    return talk_of


async def test_what_a_killed_terminal_had_kept_is_answered_at_its_next_start(
    home: Path,
) -> None:
    """Its rows belong to no other program, and held back whatever was typed later."""
    code, _ = await _pipe(home, b"/start\n", "-c", KILLED_WHEN_KEPT)
    assert code == -signal.SIGKILL
    code, said = await _pipe(home, b"/menu\n")
    assert code == 0
    first, _, second = said.partition("> /menu")
    assert "[#1 同意，开始]" in first, "the line of the killed run"
    assert "民意：" in second, "and the chat goes on"


async def test_bytes_that_are_no_text_are_a_message_all_the_same(home: Path) -> None:
    code, said = await _pipe(home, b"\xc4\xe3\xba\xc3\n/start\n", locale="POSIX")
    assert code == 0
    unreadable, _, plain = said.partition("> /start")
    assert "民意：" in unreadable
    assert "[#1 同意，开始]" in plain


async def test_what_is_no_file_is_told_and_the_talk_goes_on(hold: Hold) -> None:
    """A directory counted as an outage: it was to be tried again, for ever."""
    names = ("/", "/x\0/x.jpg", "~nobody-of-that-name/x.jpg", "x" * 5000)

    async def lines() -> Lines:
        for name in names:
            yield f"/photo {name}"
        yield "/start"

    said = await hold(lines())
    assert said.count("没有这个文件。") == len(names)
    assert "[#1 同意，开始]" in said


async def test_half_a_surrogate_pair_is_kept_as_a_mark(hold: Hold) -> None:
    async def lines() -> Lines:
        yield "你好\ud83d"
        yield "/start"

    said = await hold(lines())
    assert "[#1 同意，开始]" in said
    assert "这一句没能收下" not in said


async def test_a_line_waits_for_a_locked_database_and_is_answered(
    settings: Settings, hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "LOCKED_FOR", 0.05)
    monkeypatch.setattr(arrivals, "PAUSES", (0.01,))
    monkeypatch.setattr(talk, "AGAIN_AFTER", 0.1)

    async def lines() -> Lines:
        yield "/start"
        other = sqlite3.connect(settings.home / "minyi.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(1.5, other.close)
        yield "#1"

    said = await hold(lines())
    assert said.count("这一句我留着") == 1
    assert "民意（改）：谢谢您" in said


async def test_what_was_put_off_is_done_before_the_next_line(
    hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Held back behind it, every later line met silence."""
    real, away = Talk._bring, [True]

    async def put_off_first(self: Talk, update_: object) -> None:
        decide = self.intake.decisions._decide

        async def decide_later(*given: object) -> object:
            if away:
                away.clear()
                raise ConnectionResetError
            return await decide(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(self.intake.decisions, "_decide", decide_later)
        await real(self, update_)  # type: ignore[arg-type]

    monkeypatch.setattr("bot.decisions.PAUSES", ())
    monkeypatch.setattr(Talk, "_bring", put_off_first)
    monkeypatch.setattr("bot.setbacks.backoff", lambda *_: talk.PATIENCE / 1000)

    async def lines() -> Lines:
        yield "/start"
        yield "#1"

    said = await hold(lines())
    assert "民意（改）：谢谢您" in said
