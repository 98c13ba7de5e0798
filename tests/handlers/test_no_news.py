"""No news is told after so many days, once for each period, and never where it may not be."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.promise import Account
from handlers import promises
from handlers.house import House
from scheduler.case_jobs import tell_no_news
from scheduler.deadline_jobs import watch_deadlines
from scheduler.unreached_jobs import tell_of_unreached
from storage import chats, no_news
from storage.database import Database
from tests.conftest import NOW
from tests.followed import Followed
from tests.handlers.feed_files import row
from tests.talk.stage import Stage

TOLD = "案件情况\uff1a编号末四位 0001"


@pytest.fixture
def followed(database: Database, house: House, tmp_path: Path) -> Followed:
    return Followed(Stage(database, house, NOW), tmp_path)


async def exchange(followed: Followed) -> Account:
    """How the commitment stands that no news is part of."""
    async with followed.stage.database.reading() as db:
        found = await promises.look(db, followed.stage.house, followed.stage.time)
    return next(one.account for one in found if one.commitment.id == "online_exchange")


async def test_it_is_told_after_fifteen_days_and_again_after_fifteen_more(
    followed: Followed,
) -> None:
    await followed.begins()
    assert await followed.wakes(days=14) == []
    assert await followed.wakes(days=1) == [TOLD]
    assert await followed.wakes(days=14) == []
    assert TOLD in await followed.wakes(days=1)


async def test_what_reached_the_citizen_is_noted_as_a_kept_promise(followed: Followed) -> None:
    await followed.begins()
    await followed.wakes(days=15)
    assert "no_news_told" in await followed.acts()
    await watch_deadlines(followed.stage.database, followed.stage.house, followed.stage.time)
    assert await exchange(followed) == Account(kept=1)


async def test_what_was_told_days_too_late_is_counted_as_late(followed: Followed) -> None:
    await followed.begins()
    await followed.wakes(days=20)
    await watch_deadlines(followed.stage.database, followed.stage.house, followed.stage.time)
    assert await exchange(followed) == Account(done_late=1)


@pytest.mark.parametrize("closed", ["when it is sent", "long before"])
async def test_whom_no_chat_takes_is_owed_a_call(followed: Followed, closed: str) -> None:
    """Nothing was written to a closed chat, so nobody heard that nobody was told."""
    stage = followed.stage
    desk = await followed.desk()
    await followed.begins()
    followed.citizen.blocks()
    if closed == "long before":
        async with stage.database.transaction() as db:
            await chats.close(db, stage.channel, followed.citizen.chat_id, stage.time)
    await followed.wakes(days=15)
    for _ in range(2):
        await watch_deadlines(stage.database, stage.house, stage.time)
        await tell_of_unreached(stage.database, stage.house, stage.time)
        stage.wait(days=3)
    await stage.deliver()
    assert await exchange(followed) == Account(late=1)
    assert any(text.startswith("📵") for text in desk.texts())
    await desk.says(f"/case {row(1)['number']}")
    await desk.presses("已联系当事人")
    await desk.says("3月20日电话（示例）")
    assert await exchange(followed) == Account(done_late=1)


async def test_what_was_stopped_meanwhile_is_owed_to_nobody(followed: Followed) -> None:
    await followed.begins()
    followed.stage.wait(days=15)
    await tell_no_news(followed.stage.database, followed.stage.house, followed.stage.time)
    await followed.citizen.says("退订")
    await followed.wakes(days=5)
    await watch_deadlines(followed.stage.database, followed.stage.house, followed.stage.time)
    assert await exchange(followed) == Account()


async def test_a_new_stage_begins_the_wait_anew(followed: Followed) -> None:
    await followed.begins()
    followed.stage.wait(days=10)
    await followed.moves("已破案")
    assert TOLD not in await followed.wakes(days=14)
    assert TOLD in await followed.wakes(days=1)


@pytest.mark.parametrize("end", ["结案", "不予立案"])
async def test_nobody_waits_for_a_case_that_is_over(followed: Followed, end: str) -> None:
    await followed.begins("受理")
    followed.stage.wait(days=1)
    await followed.moves(end)
    assert TOLD not in await followed.wakes(days=40)
    assert (await followed.follower()).no_news_at is None


async def test_after_a_long_outage_it_is_told_once(followed: Followed) -> None:
    await followed.begins()
    told = await followed.wakes(days=100)
    assert told.count(TOLD) == 1
    assert await followed.wakes(hours=1) == []


async def test_it_is_not_told_at_night(followed: Followed) -> None:
    await followed.begins()
    assert await followed.wakes(days=15, hours=13) == []
    assert TOLD in await followed.wakes(hours=10)


async def test_a_new_stage_takes_back_what_waits(followed: Followed) -> None:
    await followed.begins()
    followed.stage.wait(days=15)
    await tell_no_news(followed.stage.database, followed.stage.house, followed.stage.time)
    await followed.moves("已破案")
    assert [row.key.split(":")[0] for row in await followed.waiting()] == ["notice"]


async def test_a_sensitive_case_is_never_told_of(followed: Followed) -> None:
    await followed.begins()
    followed.stage.wait(days=1)
    await followed.moves("已破案", sensitive="是")
    assert await followed.wakes(days=60) == []


async def test_of_a_case_that_is_sensitive_no_more_it_is_told_again(followed: Followed) -> None:
    """The mark ended the wait; taken back without a new stage, nothing began it again."""
    await followed.begins()
    facts = {"stage": "侦办中", "stage_at": "2026-02-25", "unit": "城关派出所"}
    await followed.takes([row(1, **facts, sensitive="是")])
    assert (await followed.follower()).no_news_at is None
    await followed.takes([row(1, **facts, sensitive="否")])
    assert await followed.wakes(days=14) == []
    assert await followed.wakes(days=1) == [TOLD]


async def test_who_turned_notices_off_is_left_in_peace(followed: Followed) -> None:
    await followed.begins()
    await followed.citizen.presses("不用通知我")
    assert await followed.wakes(days=60) == []
    assert (await followed.follower()).no_news_at is None


async def test_who_withdrew_the_consent_is_left_in_peace(followed: Followed) -> None:
    await followed.begins()
    await followed.citizen.says("退订")
    assert await followed.wakes(days=60) == []


async def test_two_processes_tell_it_once(followed: Followed) -> None:
    await followed.begins()
    followed.stage.wait(days=15)
    for _ in range(2):
        await tell_no_news(followed.stage.database, followed.stage.house, followed.stage.time)
    assert len(await followed.waiting()) == 1


async def test_the_deadline_of_the_law_is_told_while_it_can_be_kept(followed: Followed) -> None:
    await followed.begins("立案", kind="行政")
    await followed.wakes(days=15)
    assert "依法最晚2026年3月27日要有结果" in followed.citizen.sees()
    await followed.wakes(days=15)
    assert "依法最晚" not in followed.citizen.sees()


async def test_the_question_for_what_is_due_goes_by_the_index(
    sqlite: Database, house: House, tmp_path: Path
) -> None:
    followed = Followed(Stage(sqlite, house, NOW), tmp_path)
    await followed.begins()
    async with sqlite.reading() as db:
        plan = await db.execute(
            text("EXPLAIN QUERY PLAN SELECT id FROM case_follower WHERE no_news_at <= :now"),
            {"now": "2026-03-02"},
        )
        assert "ix_case_follower_no_news" in " ".join(str(line) for line in plan)
    async with sqlite.transaction() as db:
        assert await no_news.claim_due(db, NOW + timedelta(days=14), 10) == []
        assert len(await no_news.claim_due(db, NOW + timedelta(days=16), 10)) == 1
