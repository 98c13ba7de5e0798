"""A stage for the delivery loop: messages are written down, a channel hears them or refuses."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from domain.policy import Policy
from domain.say import Say
from scheduler.delivery import Delivery
from scheduler.pace import Pace
from storage import outbox
from storage.database import Database
from storage.schema.citizen import Chat, Citizen
from storage.schema.outbox import Outbox
from tests.conftest import NOW

Answer = Callable[[int, str], int | None]


class Post:
    """`refuse` is asked before each send; what it raises is the channel's refusal."""

    def __init__(self, database: Database, policy: Policy | None = None) -> None:
        self.database, self.time = database, NOW
        self.sent: list[tuple[int, str]] = []
        self.refuse: Callable[[int, str], None] = lambda chat_id, text: None
        self.delivery = self.another(policy)
        self._next_key = 0

    def another(self, policy: Policy | None = None) -> Delivery:
        """One more delivery loop on the same database, as in another process."""
        return Delivery(
            self.database, policy or Policy(), lambda: self.time, self._send, {"post": Pace()}, {}
        )

    async def _send(self, channel: str, chat_id: int, say: Say) -> int | None:
        self.refuse(chat_id, say.text)
        self.sent.append((chat_id, say.text))
        return len(self.sent)

    async def citizen(self, chat_id: int, **consents: bool) -> int:
        """Somebody who agreed to everything that is not named here."""
        async with self.database.transaction() as db:
            given = {"notices": True, "surveys": True, "broadcasts": True} | consents
            citizen = Citizen(created_at=self.time, seen_at=self.time, **given)
            db.add(citizen)
            await db.flush()
        await self.open(chat_id, citizen.id)
        return citizen.id

    async def open(self, chat_id: int, citizen_id: int) -> None:
        """A chat of that citizen."""
        async with self.database.transaction() as db:
            db.add(Chat(channel="post", chat_id=chat_id, citizen_id=citizen_id, language="zh"))

    async def write(
        self,
        chat_id: int,
        text: str,
        kind: str = "receipt",
        *,
        citizen_id: int | None = None,
        due: timedelta = timedelta(0),
        subject: str = "test:1",
        key: str | None = None,
    ) -> bool:
        self._next_key += 1
        async with self.database.transaction() as db:
            return await outbox.put(
                db,
                key=key or str(self._next_key),
                kind=kind,
                subject=subject,
                channel="post",
                chat_id=chat_id,
                citizen_id=citizen_id,
                say=Say(text),
                due_at=self.time + due,
                now=self.time,
            )

    async def deliver(self, *, after: timedelta = timedelta(0)) -> list[str]:
        """Let the time pass and deliver; the texts that went out now."""
        self.time += after
        before = len(self.sent)
        await self.delivery.deliver_due()
        return [text for _, text in self.sent[before:]]

    async def rows(self) -> list[Outbox]:
        async with self.database.reading() as db:
            return list(await db.scalars(select(Outbox).order_by(Outbox.id)))

    async def change(self, statement: Any) -> None:
        async with self.database.transaction() as db:
            await db.execute(statement)

    def at(self, moment: datetime) -> None:
        self.time = moment
