"""A changed stage tells its followers: once, the newest only, never of a sensitive case."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from handlers.feed import import_file
from handlers.house import House
from storage import cases, citizens
from storage.database import Database
from storage.schema.case import Case, CaseFollower
from storage.schema.citizen import Chat
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.followed import Followed
from tests.handlers.feed_files import row, write_csv
from tests.talk.stage import Stage

NIGHT = NOW + timedelta(hours=14)
"""Midnight in Shanghai."""


class Bureau:
    """A case with its followers, as imports change it."""

    def __init__(self, database: Database, house: House, folder: Path) -> None:
        self.database, self.house, self.path = database, house, folder / "feed.csv"
        self.now = NOW

    async def takes(self, *stages: tuple[str, str], number: int = 1, **facts: str) -> None:
        rows = [row(number, stage=stage, stage_at=at, **facts) for stage, at in stages]
        write_csv(self.path, rows)
        summary = await import_file(self.database, self.house, self.path, lambda: self.now)
        assert summary.rejected == 0

    async def follower(
        self, chat_id: int, *, notices: bool = True, consent: bool = True, number: int = 1
    ) -> int:
        async with self.database.transaction() as db:
            _, citizen = await citizens.welcome(db, "stage", chat_id, "zh", 1, NOW)
            await citizens.consent(db, citizen, "notices", consent, 1, NOW)
            case = await db.scalar(select(Case).where(Case.number == row(number)["number"]))
            assert case is not None
            await cases.follow(db, case.id, citizen.id, notices, NOW)
            return citizen.id

    async def notices(self, **where: Any) -> list[Outbox]:
        async with self.database.reading() as db:
            return list(await db.scalars(select(Outbox).filter_by(**where).order_by(Outbox.id)))

    async def texts(self) -> list[str]:
        return [notice.say["text"] for notice in await self.notices(state="waiting")]


async def test_only_followers_who_agreed_are_told(
    database: Database, house: House, tmp_path: Path
) -> None:
    bureau = Bureau(database, house, tmp_path)
    await bureau.takes(("已受理", "2026-02-20"))
    willing = await bureau.follower(1)
    await bureau.follower(2, notices=False)
    await bureau.follower(3, consent=False)
    await bureau.takes(("立案", "2026-02-22"))
    (notice,) = await bureau.notices()
    assert (notice.citizen_id, notice.chat_id, notice.due_at) == (willing, 1, NOW)
    assert notice.kind == "notice"
    assert notice.subject.startswith("case:")


async def test_the_notice_has_three_parts_and_no_fact_of_the_case(
    database: Database, house: House, tmp_path: Path
) -> None:
    bureau = Bureau(database, house, tmp_path)
    await bureau.takes(("已受理", "2026-02-20"))
    await bureau.follower(1)
    await bureau.takes(("立案", "2026-02-22"))
    (text,) = await bureau.texts()
    parts = ("是什么：", "为什么：", "怎么办：", "怎么核实：", "0001", row(1)["contact"])
    assert all(part in text for part in parts)
    facts = (row(1)["number"], row(1)["category"], "http")
    assert not any(fact in text for fact in facts)


async def test_the_same_news_twice_is_told_once(
    database: Database, house: House, tmp_path: Path
) -> None:
    bureau = Bureau(database, house, tmp_path)
    await bureau.takes(("已受理", "2026-02-20"))
    await bureau.follower(1)
    for _ in range(3):
        await bureau.takes(("立案", "2026-02-22"))
    assert len(await bureau.notices()) == 1


async def test_several_stages_at_once_are_one_notice_that_names_them_all(
    database: Database, house: House, tmp_path: Path
) -> None:
    bureau = Bureau(database, house, tmp_path)
    await bureau.takes(("已受理", "2026-02-20"))
    await bureau.follower(1)
    await bureau.takes(("立案", "2026-02-22"), ("侦办中", "2026-02-23"), ("已破案", "2026-02-25"))
    (text,) = await bureau.texts()
    assert "已经破案" in text
    assert "在此之前：2026年2月22日 立案、2026年2月23日 侦办中。" in text


async def test_news_in_the_quiet_hours_replace_each_other_and_none_is_dropped(
    database: Database, house: House, tmp_path: Path
) -> None:
    bureau = Bureau(database, house, tmp_path)
    await bureau.takes(("已受理", "2026-02-20"))
    await bureau.follower(1)
    bureau.now = NIGHT
    for news in (("立案", "2026-02-22"), ("侦办中", "2026-02-23"), ("已破案", "2026-02-25")):
        await bureau.takes(news)
    (notice,) = await bureau.notices(state="waiting")
    assert notice.due_at == NIGHT + timedelta(hours=8)
    assert "在此之前：2026年2月22日 立案、2026年2月23日 侦办中。" in notice.say["text"]
    assert len(await bureau.notices(state="never")) == 2


async def test_what_was_sent_is_not_told_again(
    database: Database, house: House, tmp_path: Path
) -> None:
    bureau = Bureau(database, house, tmp_path)
    await bureau.takes(("已受理", "2026-02-20"))
    await bureau.follower(1)
    await bureau.takes(("立案", "2026-02-22"))
    async with database.transaction() as db:
        (sent,) = await db.scalars(select(Outbox))
        sent.state, sent.settled_at = "done", NOW
    await bureau.takes(("侦办中", "2026-02-23"))
    (text,) = await bureau.texts()
    assert "在此之前" not in text


async def test_a_notice_on_its_way_is_left_alone(
    database: Database, house: House, tmp_path: Path
) -> None:
    bureau = Bureau(database, house, tmp_path)
    await bureau.takes(("已受理", "2026-02-20"))
    await bureau.follower(1)
    await bureau.takes(("立案", "2026-02-22"))
    async with database.transaction() as db:
        (sent,) = await db.scalars(select(Outbox))
        sent.claimed_until = NOW + timedelta(seconds=30)
    await bureau.takes(("侦办中", "2026-02-23"))
    assert [notice.state for notice in await bureau.notices()] == ["waiting", "waiting"]


async def test_a_sensitive_case_is_never_told_of(
    database: Database, house: House, tmp_path: Path
) -> None:
    bureau = Bureau(database, house, tmp_path)
    await bureau.takes(("已受理", "2026-02-20"), category="猥亵")
    await bureau.follower(1)
    await bureau.takes(("立案", "2026-02-22"), category="猥亵")
    assert await bureau.notices() == []


async def test_a_case_that_turns_sensitive_takes_back_what_waits(
    database: Database, house: House, tmp_path: Path
) -> None:
    bureau = Bureau(database, house, tmp_path)
    await bureau.takes(("已受理", "2026-02-20"))
    await bureau.follower(1)
    bureau.now = NIGHT
    await bureau.takes(("立案", "2026-02-22"))
    await bureau.takes(("侦办中", "2026-02-23"), sensitive="是")
    assert await bureau.notices(state="waiting") == []


async def test_each_follower_is_told_in_the_chat_bound_last(
    database: Database, house: House, tmp_path: Path
) -> None:
    bureau = Bureau(database, house, tmp_path)
    await bureau.takes(("已受理", "2026-02-20"))
    citizen = await bureau.follower(1)
    await bureau.follower(2)
    async with database.transaction() as db:
        db.add(Chat(channel="other", chat_id=7, citizen_id=citizen, language="en"))
    await bureau.takes(("立案", "2026-02-22"))
    told = {(notice.channel, notice.chat_id) for notice in await bureau.notices()}
    assert told == {("other", 7), ("stage", 2)}
    assert any("What it is:" in text for text in await bureau.texts())


async def test_an_erased_citizen_is_not_told(
    database: Database, house: House, tmp_path: Path
) -> None:
    bureau = Bureau(database, house, tmp_path)
    await bureau.takes(("已受理", "2026-02-20"))
    citizen = await bureau.follower(1)
    async with database.transaction() as db:
        for follower in await db.scalars(select(CaseFollower).filter_by(citizen_id=citizen)):
            await db.delete(follower)
    await bureau.takes(("立案", "2026-02-22"))
    assert await bureau.notices() == []


async def hold_back(followed: Followed, *stages: str) -> None:
    """Stages of one night, an import each: each notice replaces the one before, all wait for morning."""
    followed.stage.time = NIGHT
    for stage in stages:
        followed.stage.wait(minutes=20)
        await followed.moves(stage)
    followed.stage.wait(hours=10)
    await followed.stage.deliver()


async def test_a_notice_proves_every_stage_that_it_names(
    database: Database, house: House, tmp_path: Path
) -> None:
    """The transfer was told in the newer notice: nobody owes it any more."""
    followed = Followed(Stage(database, house, NOW), tmp_path)
    await followed.begins(stage="立案")
    await hold_back(followed, "已破案", "移送", "受案")
    assert followed.citizen.sees().count("移送") == 1
    acts = await followed.acts()
    assert acts.count("told") == 1
    assert acts.count("transfer_told") == 1


async def test_a_replaced_notice_hands_on_the_stages_that_it_named(
    database: Database, house: House, tmp_path: Path
) -> None:
    """Two stages came in one file, so the first of them never had a notice of its own."""
    followed = Followed(Stage(database, house, NOW), tmp_path)
    await followed.begins(stage="立案")
    followed.stage.time = NIGHT
    at = [f"{NIGHT + timedelta(minutes=n):%Y-%m-%dT%H:%M:%S%z}" for n in (1, 2)]
    rows = [
        row(1, stage=stage, stage_at=when, unit="城关派出所")
        for stage, when in zip(("已破案", "移送"), at, strict=True)
    ]
    await followed.takes(rows)
    await hold_back(followed, "受案")
    assert "已破案" in followed.citizen.sees()
    assert {"told", "transfer_told"} <= set(await followed.acts())


async def test_what_the_unit_does_that_a_case_was_transferred_to_is_told(
    database: Database, house: House, tmp_path: Path
) -> None:
    """From 移送 to 立案 its row was handed back, with all that came after it."""
    followed = Followed(Stage(database, house, NOW), tmp_path)
    await followed.begins("受理")
    for stage in ("移送", "立案", "侦办中"):
        followed.stage.wait(days=1)
        await followed.moves(stage)
        await followed.stage.deliver()
    assert sum(text.startswith("案件进展") for text in followed.citizen.texts()) == 3
