"""A commit that failed leaves nothing behind in the delivery loop."""

import asyncio
from datetime import timedelta

import pytest

from storage.database import Database
from tests.scheduler.failing import CommitFailedError, Failing
from tests.scheduler.post import Post


async def test_what_could_not_be_taken_up_is_sent_by_the_next_turn(database: Database) -> None:
    failing = Failing(database.url.render_as_string(hide_password=False))
    post = Post(failing)
    await post.write(7, "your case moved", "notice", citizen_id=await post.citizen(7))
    failing.failures = 1
    with pytest.raises(CommitFailedError):
        await post.delivery.turn()
    assert await post.deliver() == ["your case moved"]
    await failing.close()


async def test_what_was_sent_is_settled_later_and_spaces_the_next_one(database: Database) -> None:
    failing = Failing(database.url.render_as_string(hide_password=False))
    post = Post(failing)
    arrived = asyncio.Event()
    post.refuse = lambda chat_id, text: arrived.set()
    citizen = await post.citizen(7)
    await post.write(7, "first", "notice", citizen_id=citizen)
    await post.delivery.turn()
    await arrived.wait()
    await post.open(8, citizen)
    await post.write(8, "second", "notice", citizen_id=citizen)
    failing.failures = 1
    with pytest.raises(CommitFailedError):
        await post.delivery.turn()
    assert await post.deliver() == []
    assert await post.deliver(after=timedelta(minutes=31)) == ["second"]
    assert [text for _, text in post.sent] == ["first", "second"]
    await failing.close()
