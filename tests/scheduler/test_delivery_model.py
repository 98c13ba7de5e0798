"""Whatever happens in whatever order: nothing is lost, no chat is out of order, STOP is kept."""

import asyncio
import shutil
from collections import defaultdict
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, update

from domain.delivery import Later, Never
from storage.database import Database
from storage.schema.citizen import Citizen
from tests.scheduler.post import Post

CHATS = st.integers(1, 3)
T = TypeVar("T")
FAULTS = ("later", "later", "lost", "blocked")


class Outbox(RuleBasedStateMachine):
    """Three citizens, a chat each. `written`: numbers by chat; a number is a message's text."""

    blank: Path

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(mkdtemp())
        shutil.copy(self.blank, self.folder / "minyi.db")
        self.database = Database(f"sqlite+aiosqlite:///{self.folder / 'minyi.db'}")
        self.post = Post(self.database)
        self.citizens: dict[int, int] = {}
        self.kinds: dict[int, str] = {}
        self.written: defaultdict[int, list[int]] = defaultdict(list)
        self.silent: set[int] = set()
        self.gone: set[int] = set()
        self.faults: list[str] = []
        self.wrong: list[str] = []
        self.lost: set[int] = set()
        self.post.refuse = self.refuse

    def run(self, act: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(act)

    def refuse(self, chat_id: int, text: str) -> None:
        """The channel: judges what reaches it, then may fail."""
        number = int(text)
        if chat_id in self.gone:
            self.wrong.append(f"{number} was sent to somebody erased or blocked")
        if chat_id in self.silent and self.kinds[number] == "notice":
            self.wrong.append(f"{number} was sent after STOP")
        fault = self.faults.pop() if self.faults else None
        if fault == "later":
            raise Later("502")
        if fault == "lost":
            self.post.sent.append((chat_id, text))
            self.lost.add(number)
            raise Later("the answer was lost")
        if fault == "blocked":
            self.gone.add(chat_id)
            raise Never("403", closed=True)

    @initialize()
    def people(self) -> None:
        for chat_id in (1, 2, 3):
            self.citizens[chat_id] = self.run(self.post.citizen(chat_id))

    @rule(chat_id=CHATS, kind=st.sampled_from(("receipt", "answer", "notice")))
    def write(self, chat_id: int, kind: str) -> None:
        number = len(self.kinds)
        self.kinds[number] = kind
        self.written[chat_id].append(number)
        citizen = self.citizens[chat_id]
        self.run(self.post.write(chat_id, str(number), kind, citizen_id=citizen))

    @rule(faults=st.lists(st.sampled_from(FAULTS), max_size=4))
    def deliver(self, faults: list[str]) -> None:
        self.faults = faults
        self.run(self.post.deliver())
        self.faults = []

    @rule(minutes=st.integers(1, 600))
    def wait(self, minutes: int) -> None:
        self.post.time += timedelta(minutes=minutes)

    @rule(chat_id=CHATS)
    def stop(self, chat_id: int) -> None:
        self.silent.add(chat_id)
        number = self.citizens[chat_id]
        self.run(
            self.post.change(update(Citizen).where(Citizen.id == number).values(notices=False))
        )

    @rule(chat_id=CHATS)
    def erase(self, chat_id: int) -> None:
        self.gone.add(chat_id)
        number = self.citizens[chat_id]
        self.run(self.post.change(delete(Citizen).where(Citizen.id == number)))

    @rule()
    def killed(self) -> None:
        """A process claims everything and dies; another one takes over."""

        async def claim_and_die() -> None:
            dying = self.post.another()
            dying.send = _never_returns
            await dying.turn()
            await asyncio.sleep(0)
            for task in list(dying._tasks):
                task.cancel()
            await asyncio.gather(*dying._tasks, return_exceptions=True)

        self.run(claim_and_die())

    @invariant()
    def nothing_wrong_was_sent(self) -> None:
        assert not self.wrong

    @invariant()
    def each_kind_in_order(self) -> None:
        """Kinds that wait for the same reasons never overtake each other in a chat."""
        for chat_id in (1, 2, 3):
            for kind in ("receipt", "answer", "notice"):
                said = [
                    int(text)
                    for chat, text in self.post.sent
                    if chat == chat_id and self.kinds[int(text)] == kind
                ]
                assert said == sorted(said)

    def teardown(self) -> None:
        """In the end everything is settled: out once, or never with a reason."""
        for _ in range(80):
            self.post.time += timedelta(hours=1)
            self.run(self.post.deliver())
        rows = self.run(self.post.rows())
        sent = [int(text) for _, text in self.post.sent]
        for row in rows:
            number = int(row.say["text"])
            if row.state == "done":
                assert sent.count(number) == 1 or number in self.lost
            else:
                assert row.state == "never", (number, row.state, row.reason)
                assert row.reason
        assert len(rows) == len(self.kinds)
        self.nothing_wrong_was_sent()
        self.each_kind_in_order()
        self.run(self.database.close())
        self.loop.close()
        shutil.rmtree(self.folder)


async def _never_returns(channel: str, chat_id: int, say: object) -> int | None:
    await asyncio.sleep(3600)
    return None


def test_the_outbox_keeps_its_promises(
    migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Outbox, "blank", migrated_sqlite, raising=False)
    run_state_machine_as_test(
        Outbox,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
