"""Whatever happens in whatever order: nothing is lost, no chat is out of order, STOP is kept."""

import asyncio
import shutil
from collections import defaultdict
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise
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
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, update

from domain.delivery import PUSHES, Later, Never
from storage.schema.citizen import Chat, Citizen
from storage.schema.outbox import Outbox as Row
from tests.conftest import database_on_postgres
from tests.scheduler.failing import CommitFailedError, Failing
from tests.scheduler.post import Post

CHATS = st.integers(1, 4)
SECOND_CHAT = {4: 1}
"""The fourth chat belongs to the citizen of the first."""
BOTH = ((1, 4), (4, 1))
KINDS = ("receipt", "answer", "notice")
T = TypeVar("T")
FAULTS = ("later", "later", "lost", "blocked")


class Outbox(RuleBasedStateMachine):
    """Three citizens in four chats. `written`: numbers by chat; a number is a message's text."""

    blank: Path
    server: str | None = None

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(mkdtemp())
        self.database = self.run(self.open())
        self.post = Post(self.database)
        self.citizens: dict[int, int] = {}
        self.kinds: dict[int, str] = {}
        self.written: defaultdict[int, list[int]] = defaultdict(list)
        self.silent: set[int] = set()
        self.gone: set[int] = set()
        self.faults: list[str] = []
        self.wrong: list[str] = []
        self.lost: set[int] = set()
        self.in_both = 0
        self.pushed: defaultdict[int, list[datetime]] = defaultdict(list)
        self.post.refuse = self.refuse

    def run(self, act: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(act)

    async def open(self) -> Failing:
        """An empty database; on PostgreSQL the same one each time."""
        if self.server is None:
            shutil.copy(self.blank, self.folder / "minyi.db")
            return Failing(f"sqlite+aiosqlite:///{self.folder / 'minyi.db'}")
        database = Failing(self.server)
        async with database.transaction() as db:
            for table in (Row, Chat, Citizen):
                await db.execute(delete(table))
        return database

    def refuse(self, chat_id: int, text: str) -> None:
        """The channel: judges what reaches it, then may fail."""
        number, person = int(text), SECOND_CHAT.get(chat_id, chat_id)
        if chat_id in self.gone:
            self.wrong.append(f"{number} was sent to somebody erased or blocked")
        if person in self.silent and self.kinds[number] == "notice":
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
        if self.kinds[number] in PUSHES:
            self.pushed[person].append(self.post.time)

    @initialize()
    def people(self) -> None:
        for chat_id in (1, 2, 3):
            self.citizens[chat_id] = self.run(self.post.citizen(chat_id))
        for chat_id, first in SECOND_CHAT.items():
            self.citizens[chat_id] = self.citizens[first]
            self.run(self.post.open(chat_id, self.citizens[first]))

    @rule(chat_id=CHATS, kind=st.sampled_from(KINDS))
    def write(self, chat_id: int, kind: str) -> None:
        number = len(self.kinds)
        self.kinds[number] = kind
        self.written[chat_id].append(number)
        citizen = self.citizens[chat_id]
        self.run(self.post.write(chat_id, str(number), kind, citizen_id=citizen))

    @precondition(lambda self: self.in_both < 2)
    @rule(
        first=st.sampled_from(BOTH),
        fault=st.sampled_from((None, *FAULTS)),
        minutes=st.integers(0, 40),
    )
    def both_chats(self, first: tuple[int, int], fault: str | None, minutes: int) -> None:
        """Pushes to both chats of a person: what becomes of one decides when the other leaves, and
        more is written meanwhile. Twice in a run: each push takes half an hour to follow the last."""
        self.in_both += 1
        for chat_id in first:
            self.write(chat_id, "notice")
        self.deliver([fault] if fault else [], [])
        self.write(first[-1], "notice")
        self.wait(minutes)
        self.deliver([], [])

    @rule(
        faults=st.lists(st.sampled_from(FAULTS), max_size=4),
        failures=st.lists(st.booleans(), max_size=4),
    )
    def deliver(self, faults: list[str], failures: list[bool]) -> None:
        """The channel may fail, and so may some of the first commits."""
        self.faults = faults
        for fails in failures:
            self.database.failures = int(fails)
            with suppress(CommitFailedError):
                self.run(self.post.delivery.turn())
        self.database.failures = 0
        self.run(self.post.deliver())
        self.faults = []

    @rule(minutes=st.integers(1, 600))
    def wait(self, minutes: int) -> None:
        self.post.time += timedelta(minutes=minutes)

    @rule(chat_id=CHATS)
    def stop(self, chat_id: int) -> None:
        self.silent.add(SECOND_CHAT.get(chat_id, chat_id))
        number = self.citizens[chat_id]
        self.run(
            self.post.change(update(Citizen).where(Citizen.id == number).values(notices=False))
        )

    @rule(chat_id=CHATS)
    def erase(self, chat_id: int) -> None:
        number = self.citizens[chat_id]
        self.gone |= {one for one in self.citizens if self.citizens[one] == number}
        self.run(self.post.change(delete(Citizen).where(Citizen.id == number)))

    @rule()
    def killed(self) -> None:
        """A process claims everything and dies; another one takes over."""

        async def claim_and_die() -> None:
            dying = self.post.another()
            dying.courier.send = _never_returns
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
        for chat_id in self.citizens:
            for kind in KINDS:
                said = [
                    int(text)
                    for chat, text in self.post.sent
                    if chat == chat_id and self.kinds[int(text)] == kind
                ]
                assert said == sorted(said)

    @invariant()
    def pushes_to_a_person_are_spaced(self) -> None:
        for times in self.pushed.values():
            for earlier, later in pairwise(times):
                assert later - earlier >= self.post.delivery.policy.push_spacing

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
        self.pushes_to_a_person_are_spaced()
        self.run(self.database.close())
        self.loop.close()
        shutil.rmtree(self.folder)


async def _never_returns(channel: str, chat_id: int, say: object) -> int | None:
    await asyncio.sleep(3600)
    return None


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_outbox_keeps_its_promises(
    engine: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine == "sqlite":
        monkeypatch.setattr(
            Outbox, "blank", request.getfixturevalue("migrated_sqlite"), raising=False
        )
    else:
        server = asyncio.run(database_on_postgres(request.getfixturevalue("postgres")))
        monkeypatch.setattr(Outbox, "server", server)
    run_state_machine_as_test(
        Outbox,
        settings=settings(
            max_examples=25 if engine == "sqlite" else 8,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
