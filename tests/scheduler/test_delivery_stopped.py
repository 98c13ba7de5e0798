"""A delivery loop that is stopped or killed leaves its messages to the next one."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from domain.say import Say
from storage.database import Database
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.scheduler.post import Post


@pytest.fixture
def post(database: Database) -> Post:
    return Post(database)


async def test_two_loops_send_nothing_twice(post: Post) -> None:
    for number in range(200):
        await post.write(number % 50, str(number))
    await asyncio.gather(*(loop.deliver_due() for loop in (post.delivery, post.another())))
    await post.deliver()
    assert sorted(int(text) for _, text in post.sent) == list(range(200))
    for chat_id in range(50):
        said = [int(text) for chat, text in post.sent if chat == chat_id]
        assert said == sorted(said)


async def test_what_a_killed_process_had_claimed_is_sent_when_the_lease_ends(post: Post) -> None:
    await post.write(7, "1")
    await post.write(7, "2")
    await post.change(
        update(Outbox).where(Outbox.id == 1).values(claimed_until=NOW + timedelta(seconds=30))
    )
    assert await post.deliver() == [], "the second one must not overtake"
    assert await post.deliver(after=timedelta(seconds=31)) == ["1", "2"]


async def test_stop_waits_for_what_is_being_sent(post: Post) -> None:
    gate, begun = asyncio.Event(), asyncio.Event()
    send = post.delivery.courier.send

    async def slow(channel: str, chat_id: int, say: Say) -> int | None:
        begun.set()
        await gate.wait()
        return await send(channel, chat_id, say)

    post.delivery.courier.send = slow
    await post.write(7, "x")
    post.delivery.start()
    await begun.wait()
    stopping = asyncio.create_task(post.delivery.stop())
    await asyncio.sleep(0.01)
    gate.set()
    await stopping
    assert [row.state for row in await post.rows()] == ["done"]


async def test_stop_gives_back_what_takes_too_long(post: Post) -> None:
    begun = asyncio.Event()

    async def never_ending(channel: str, chat_id: int, say: Say) -> int | None:
        begun.set()
        await asyncio.sleep(3600)
        return None

    post.delivery.courier.send = never_ending
    await post.write(7, "x")
    post.delivery.start()
    await begun.wait()
    await post.delivery.stop(patience=0.05)
    [row] = await post.rows()
    assert (row.state, row.claimed_until, row.attempts) == ("waiting", None, 0)
