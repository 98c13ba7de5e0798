"""What waits in the outbox leaves once, in order, when it may."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from domain.delivery import Later, Never
from scheduler.delivery import AT_ONCE
from storage.database import Database
from storage.schema.citizen import Citizen
from tests.conftest import NOW
from tests.scheduler.post import Post

NIGHT = NOW + timedelta(hours=12)
"""Ten in the evening in Shanghai."""


@pytest.fixture
def post(database: Database) -> Post:
    return Post(database)


async def test_a_message_leaves_once_and_its_number_is_kept(post: Post) -> None:
    await post.write(7, "hello")
    assert await post.deliver() == ["hello"]
    assert await post.deliver(after=timedelta(days=1)) == []
    [row] = await post.rows()
    assert (row.state, row.message_id, row.attempts) == ("done", 1, 1)
    assert row.settled_at == NOW


async def test_the_same_key_is_written_once(post: Post) -> None:
    assert await post.write(7, "one", key="notice:1")
    assert not await post.write(7, "two", key="notice:1")
    assert await post.deliver() == ["one"]


async def test_nothing_leaves_before_it_is_due(post: Post) -> None:
    await post.write(7, "later", due=timedelta(hours=1))
    assert await post.deliver() == []
    assert await post.deliver(after=timedelta(hours=1)) == ["later"]


async def test_the_urgent_leave_first_but_a_chat_keeps_its_order(post: Post) -> None:
    for chat_id in (1, 2, 3):
        await post.write(chat_id, f"card {chat_id}", "card")
    await post.write(4, "receipt", "receipt")
    await post.write(2, "receipt behind a card", "receipt")
    said = await post.deliver()
    assert set(said[:2]) == {"receipt", "card 2"}
    assert said.index("card 2") < said.index("receipt behind a card")
    assert said.index("card 2") < said.index("card 1"), "the card holds up an urgent message"


async def test_a_chat_gets_its_messages_in_order_even_if_one_fails_first(post: Post) -> None:
    failures = iter([True, True, False])

    def refuse(chat_id: int, text: str) -> None:
        if text == "1" and next(failures, False):
            raise Later("502")

    post.refuse = refuse
    for text in "123":
        await post.write(7, text)
    await post.write(8, "another chat")
    assert await post.deliver() == ["another chat"]
    said = []
    for _ in range(20):
        said += await post.deliver(after=timedelta(seconds=2))
    assert said == ["1", "2", "3"]


async def test_retries_wait_longer_and_longer(post: Post) -> None:
    def refuse(chat_id: int, text: str) -> None:
        raise Later("timeout")

    post.refuse = refuse
    await post.write(7, "x")
    waits = []
    for _ in range(12):
        await post.deliver()
        [row] = await post.rows()
        waits.append((row.due_at - post.time).total_seconds())
        post.time = row.due_at
    assert 1 <= waits[0] <= 2
    assert all(150 <= wait <= 300 for wait in waits[-3:])
    assert row.reason == "timeout"
    assert row.state == "waiting"


async def test_a_flood_answer_is_obeyed(post: Post) -> None:
    def refuse(chat_id: int, text: str) -> None:
        raise Later("429", timedelta(seconds=17), flood=True)

    post.refuse = refuse
    await post.write(7, "x")
    await post.deliver()
    [row] = await post.rows()
    assert row.due_at == NOW + timedelta(seconds=17)
    await post.write(8, "y")
    assert await post.deliver() == [], "the whole channel rests"
    assert (await post.rows())[1].attempts == 0


async def test_a_blocked_chat_is_closed_and_nothing_else_is_tried_there(post: Post) -> None:
    def refuse(chat_id: int, text: str) -> None:
        raise Never("403: bot was blocked by the user", closed=True)

    citizen = await post.citizen(7)
    await post.write(7, "x", citizen_id=citizen)
    await post.write(7, "y", citizen_id=citizen)
    post.refuse = refuse
    await post.deliver()
    first, second = await post.rows()
    assert (first.state, first.reason) == ("never", "403: bot was blocked by the user")
    assert (second.state, second.reason) == ("never", "unreachable")


async def test_pushes_and_answers_wait_for_the_morning_and_receipts_do_not(post: Post) -> None:
    citizen = await post.citizen(7)
    post.at(NIGHT)
    for kind in ("notice", "answer", "receipt", "card"):
        await post.write(7, kind, kind, citizen_id=citizen if kind != "card" else None)
    assert await post.deliver() == ["receipt", "card"]
    assert await post.deliver(after=timedelta(hours=9, minutes=59)) == []
    assert await post.deliver(after=timedelta(minutes=1)) == ["notice", "answer"]


@pytest.mark.parametrize(
    ("kind", "consent"),
    [("notice", "notices"), ("invitation", "surveys"), ("broadcast", "broadcasts")],
)
async def test_the_consent_is_looked_at_when_sending(post: Post, kind: str, consent: str) -> None:
    citizen = await post.citizen(7)
    await post.write(7, "x", kind, citizen_id=citizen)
    await post.change(update(Citizen).values({consent: False}))
    assert await post.deliver() == []
    [row] = await post.rows()
    assert (row.state, row.reason) == ("never", "stopped")


async def test_nothing_is_sent_to_somebody_erased(post: Post) -> None:
    citizen = await post.citizen(7)
    await post.write(7, "x", "answer", citizen_id=citizen)
    await post.change(delete(Citizen))
    assert await post.deliver() == []
    assert [(row.state, row.reason) for row in await post.rows()] == [("never", "erased")]


async def test_a_notice_about_a_case_needs_its_follower(post: Post) -> None:
    citizen = await post.citizen(7)
    await post.write(7, "x", "notice", citizen_id=citizen, subject="case:5")
    assert await post.deliver() == []


@pytest.mark.parametrize("kind", ["answer", "invitation", "receipt"])
async def test_nothing_about_a_case_leaves_for_who_does_not_follow_it(
    post: Post, kind: str
) -> None:
    """A confirmed appointment, an answer and no notice, once reached somebody who had left the case."""
    citizen = await post.citizen(7)
    await post.write(7, "x", kind, citizen_id=citizen, subject="case:5")
    assert await post.deliver() == []
    [row] = await post.rows()
    assert (row.state, row.reason) == ("never", "no longer wanted")


async def test_pushes_to_one_person_are_spaced_and_none_is_dropped(post: Post) -> None:
    citizen = await post.citizen(7)
    for text in "123":
        await post.write(7, text, "notice", citizen_id=citizen)
    assert await post.deliver(after=timedelta(days=3)) == ["1"]
    assert await post.deliver(after=timedelta(minutes=29)) == []
    assert await post.deliver(after=timedelta(minutes=1)) == ["2"]
    assert await post.deliver(after=timedelta(minutes=30)) == ["3"]


async def test_two_chats_of_one_person_do_not_get_pushes_at_once(post: Post) -> None:
    citizen = await post.citizen(7)
    await post.open(8, citizen)
    await post.write(7, "here", "notice", citizen_id=citizen)
    await post.write(8, "there", "invitation", citizen_id=citizen)
    assert await post.deliver() == ["here"]
    assert await post.deliver(after=timedelta(minutes=30)) == ["there"]


@pytest.mark.parametrize("failure", [Never("403", closed=True), Later("502")])
async def test_a_chat_keeps_its_order_though_the_push_it_waited_for_failed(
    post: Post, failure: Exception
) -> None:
    """The first was put off for a push to the person's other chat; that failed, and the second,
    written meanwhile, had nothing to wait for and went first."""

    failures = [failure]

    def refuse(chat_id: int, text: str) -> None:
        if failures:
            raise failures.pop()

    citizen = await post.citizen(7)
    await post.open(8, citizen)
    post.refuse = refuse
    await post.write(8, "elsewhere", "notice", citizen_id=citizen)
    await post.write(7, "first", "notice", citizen_id=citizen)
    assert await post.deliver() == []
    await post.write(7, "second", "notice", citizen_id=citizen)
    await post.write(7, "answer", "answer", citizen_id=citizen)
    told = await post.deliver(after=timedelta(minutes=1))
    assert [text for text in told if text != "elsewhere"] == ["answer"]
    for _ in range(4):
        await post.deliver(after=timedelta(minutes=30))
    sent = [text for chat_id, text in post.sent if chat_id == 7]
    assert sent == ["answer", "first", "second"]


async def test_no_more_is_taken_up_than_can_be_sent_at_once(post: Post) -> None:
    for number in range(AT_ONCE + 40):
        await post.write(number, "x")
    await post.delivery.turn()
    rows = await post.rows()
    assert sum(row.claimed_until is not None for row in rows) == AT_ONCE
    await post.deliver()
    assert len(post.sent) == AT_ONCE + 40


async def test_after_an_outage_of_days_the_messages_do_not_all_come_at_once(post: Post) -> None:
    def refuse(chat_id: int, text: str) -> None:
        raise Later("a proxy's page")

    post.refuse = refuse
    for number in range(40):
        await post.write(number, str(number))
    for _ in range(12):
        await post.deliver(after=timedelta(minutes=6))
    post.time += timedelta(days=2)
    await post.deliver()
    due = sorted((row.due_at - post.time).total_seconds() for row in await post.rows())
    assert due[0] > 140
    assert due[-1] < 310
    assert max(sum(at <= one < at + 15 for one in due) for at in due) <= 15
