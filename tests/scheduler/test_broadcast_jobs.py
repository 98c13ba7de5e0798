"""A broadcast is sent to everybody who agreed, once, by the clock; paused and stopped at any moment."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from domain.broadcast import State
from domain.role import Role
from handlers import broadcast_course
from handlers.house import House
from scheduler.broadcast_jobs import send_broadcasts
from storage import broadcasts, staff
from storage.database import Database
from storage.schema.broadcast import Broadcast
from storage.schema.citizen import Chat, Citizen
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.scheduler.post import Post

PEOPLE = 40


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcast_course, "PORTION", 7)
    monkeypatch.setattr(broadcast_course, "AHEAD", 21)


@pytest.fixture
async def post(database: Database) -> Post:
    """A town of forty, of whom the even ones agreed; one approved broadcast."""
    async with database.transaction() as db:
        await db.execute(
            insert(Citizen),
            [
                {"id": n, "broadcasts": n % 2 == 0, "created_at": NOW, "seen_at": NOW}
                for n in range(1, PEOPLE + 1)
            ],
        )
        await db.execute(
            insert(Chat),
            [
                {"channel": "post", "chat_id": n, "citizen_id": n, "language": "zh"}
                for n in range(1, PEOPLE + 1)
            ],
        )
        member = await staff.add(
            db, name="示例", role=Role.SUPERVISOR, area=None, unit=None, now=NOW
        )
        one = await broadcasts.add(db, zh="防骗提醒(示例)", en=None, writer_id=member.id, now=NOW)
        one.state, one.approved_at, one.approver_id = State.APPROVED, NOW, member.id
    return Post(database)


async def _wake(post: Post, house: House) -> None:
    await send_broadcasts(post.database, house, post.time)


async def _set(post: Post, state: State) -> None:
    await post.change(update(Broadcast).values(state=state))


async def _row(post: Post) -> Broadcast:
    async with post.database.reading() as db:
        return (await db.scalars(select(Broadcast))).one()


async def test_it_goes_to_all_who_agreed_and_to_nobody_twice(post: Post, house: House) -> None:
    for _ in range(6):
        await _wake(post, house)
        await post.deliver()
    await _wake(post, house)
    assert sorted(chat_id for chat_id, _ in post.sent) == list(range(2, PEOPLE + 1, 2))
    row = await _row(post)
    assert (row.state, row.done, row.never) == (State.DONE, 20, 0)


async def test_no_more_than_a_little_waits_at_a_time(
    post: Post, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast_course, "AHEAD", 10)
    for _ in range(3):
        await _wake(post, house)
    assert len(await post.rows()) == 7
    assert (await _row(post)).written_at is None


async def test_a_portion_that_was_cut_off_is_made_good(post: Post, house: House) -> None:
    await _wake(post, house)
    await post.change(update(Broadcast).values(cursor=0, written_at=None))
    await _wake(post, house)
    citizens = [row.citizen_id for row in await post.rows()]
    assert len(citizens) == len(set(citizens))


async def test_nothing_begins_in_the_quiet_hours(post: Post, house: House) -> None:
    post.at(NOW + timedelta(hours=12))
    await _wake(post, house)
    assert await post.rows() == []
    assert (await _row(post)).state == State.APPROVED


async def test_what_was_written_is_held_while_it_is_paused(post: Post, house: House) -> None:
    await _wake(post, house)
    await _set(post, State.PAUSED)
    assert await post.deliver() == []
    await _set(post, State.SENDING)
    async with post.database.transaction() as db:
        await broadcasts.hurry(db, 1, post.time)
    assert len(await post.deliver()) > 0


async def test_stopping_cancels_what_waits_and_what_was_not_written(
    post: Post, house: House
) -> None:
    await _wake(post, house)
    async with post.database.transaction() as db:
        one = await broadcasts.hold(db, 1)
        assert one is not None
        await broadcasts.cancel(db, one, post.time)
        one.state = State.STOPPED
    assert await post.deliver() == []
    await _wake(post, house)
    row = await _row(post)
    assert (row.state, row.done, row.never) == (State.STOPPED, 0, 20)
    assert row.ended_at is not None


async def test_who_withdrew_or_cannot_be_reached_counts_as_never(post: Post, house: House) -> None:
    await post.change(update(Chat).where(Chat.chat_id == 2).values(closed_at=NOW))
    await _wake(post, house)
    await post.change(update(Citizen).where(Citizen.id == 4).values(broadcasts=False))
    for _ in range(6):
        await post.deliver()
        await _wake(post, house)
    row = await _row(post)
    assert (row.state, row.done, row.never) == (State.DONE, 18, 2)
    async with post.database.reading() as db:
        reasons = set(await db.scalars(select(Outbox.reason).where(Outbox.state == "never")))
    assert reasons == {"stopped"}
