"""Nobody is written to by itself about a sensitive case, on whatever way; a person is asked to."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.role import Role
from handlers.house import House
from scheduler.deadline_jobs import watch_deadlines
from scheduler.survey_jobs import invite_to_surveys
from storage.database import Database
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.desks import sign_in
from tests.followed import Followed
from tests.handlers.feed_files import row
from tests.talk.stage import Stage

Way = Callable[[Followed, str], Awaitable[object]]
"""The second word: what the feed says of whether the case is sensitive."""


async def new_stage(followed: Followed, flag: str) -> None:
    followed.stage.wait(days=1)
    await followed.moves("已破案", sensitive=flag)


async def long_silence(followed: Followed, _flag: str) -> None:
    for _ in range(4):
        await followed.wakes(days=20)


async def revisit(followed: Followed, _flag: str) -> None:
    for _ in range(14):
        await followed.wakes(days=7)


async def property_to_return(followed: Followed, _flag: str) -> None:
    desk = await followed.desk()
    await desk.says(f"/case {row(1)['number']}")
    await desk.presses("有物品可发还")
    await desk.says("发还清单1号（示例）")
    await followed.stage.deliver()
    for _ in range(8):
        await followed.wakes(days=25)


async def end_and_survey(followed: Followed, flag: str) -> None:
    followed.stage.wait(days=1)
    await followed.moves("结案", sensitive=flag)
    followed.stage.wait(days=2)
    await invite_to_surveys(followed.stage.database, followed.stage.house, followed.stage.time)


async def reopened(followed: Followed, flag: str) -> None:
    followed.stage.wait(days=1)
    await followed.moves("结案", sensitive=flag)
    followed.stage.wait(days=1)
    await followed.moves("恢复办理", sensitive=flag)


WAYS: dict[str, Way] = {
    "a new stage": new_stage,
    "no news": long_silence,
    "a revisit": revisit,
    "property": property_to_return,
    "a survey": end_and_survey,
    "reopened": reopened,
}


@pytest.fixture
def followed(database: Database, house: House, tmp_path: Path) -> Followed:
    return Followed(Stage(database, house, NOW), tmp_path)


async def pushed(followed: Followed) -> list[str]:
    """Keys of the rows to the citizen, sent or not, in order."""
    async with followed.stage.database.reading() as db:
        rows = await db.scalars(
            select(Outbox.key).where(Outbox.chat_id == followed.citizen.chat_id).order_by(Outbox.id)
        )
        return [key.split(":")[0] for key in rows]


@pytest.mark.parametrize("way", WAYS)
async def test_of_a_sensitive_case_nothing_goes_out_and_a_person_is_asked(
    followed: Followed, way: str
) -> None:
    desk = await followed.desk()
    await sign_in(followed.stage, Role.SUPERVISOR)
    await followed.begins(sensitive="是")
    await watch_deadlines(followed.stage.database, followed.stage.house, followed.stage.time)
    await WAYS[way](followed, "是")
    await followed.stage.deliver()
    followed.stage.wait(hours=12)
    await followed.stage.deliver()
    assert await pushed(followed) == []
    assert any("请您亲自联系当事人" in text for text in desk.texts())


@pytest.mark.parametrize("way", WAYS)
async def test_of_any_other_case_each_of_these_ways_does_write(
    followed: Followed, way: str
) -> None:
    """Otherwise the test above would pass for a way that leads nowhere."""
    await followed.desk()
    await followed.begins()
    await WAYS[way](followed, "否")
    assert await pushed(followed)


@pytest.mark.parametrize("way", WAYS)
async def test_what_turns_sensitive_is_silent_from_then_on(followed: Followed, way: str) -> None:
    await followed.desk()
    await followed.begins()
    followed.stage.wait(hours=1)
    facts = {"stage": "侦办中", "stage_at": "2026-02-25", "unit": "城关派出所"}
    await followed.takes([row(1, **facts, sensitive="是")])
    before = len(await pushed(followed))
    await WAYS[way](followed, "是")
    followed.stage.wait(hours=12)
    await followed.stage.deliver()
    assert len(await pushed(followed)) == before
