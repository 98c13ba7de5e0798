"""A card that is dropped while it is on its way is neither sent again nor left in the chat."""

from datetime import timedelta

import pytest

from domain.delivery import Later
from domain.policy import Policy
from domain.say import Say
from scheduler.delivery import Delivery
from scheduler.pace import Pace
from storage import cards
from storage.database import Database
from tests.scheduler.post import Post

Words = tuple[str, tuple[int, ...]]


@pytest.mark.parametrize("arrives", [True, False])
async def test_a_card_dropped_on_its_way_does_not_stay(database: Database, arrives: bool) -> None:
    """One whose first try failed was sent later with its old words, to who was barred meanwhile."""
    post = Post(database)
    said: list[Words] = []

    async def send(channel: str, chat_id: int, say: Say) -> int | None:
        said.append((say.text, say.forget))
        if not say.text:
            return None
        async with database.transaction() as db:
            await cards.drop_waiting(db, 1, post.time)
        if not arrives:
            raise Later("502")
        return 77

    post.delivery = Delivery(database, Policy(), lambda: post.time, send, {"post": Pace()}, {})
    await post.write(7, "old words", "card", subject="complaint:1")
    await post.delivery.deliver_due()
    post.time += timedelta(days=1)
    await post.delivery.deliver_due()
    assert said == [("old words", ()), *([("", (77,))] if arrives else [])]
    assert (await post.rows())[0].state == "never"
