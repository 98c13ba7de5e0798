"""A case that turns sensitive is silent at once, whatever waits, and a person is asked to make contact."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from domain.say import Say
from handlers.house import House
from scheduler.deadline_jobs import watch_deadlines
from scheduler.sensitive_jobs import mark_listed_cases
from scheduler.unreached_jobs import tell_of_unreached
from storage import installation, outbox
from storage.database import Database
from storage.installation import Mark
from storage.schema.case import Case
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.followed import Followed
from tests.talk.stage import Stage


@pytest.fixture
def followed(database: Database, house: House, tmp_path: Path) -> Followed:
    return Followed(Stage(database, house, NOW), tmp_path)


async def put_out(followed: Followed, kind: str) -> None:
    """A message about the case, due now."""
    case, follower, stage = await followed.case(), await followed.follower(), followed.stage
    async with stage.database.transaction() as db:
        await outbox.put(
            db,
            key=f"{kind}:case:{case.id}:test",
            kind=kind,
            subject=f"case:{case.id}",
            channel=stage.channel,
            chat_id=followed.citizen.chat_id,
            citizen_id=follower.citizen_id,
            say=Say("关于您的案件"),
            due_at=stage.time,
            now=stage.time,
        )


async def set_sensitive(followed: Followed) -> None:
    async with followed.stage.database.transaction() as db:
        await db.execute(update(Case).values(sensitive=True))


async def outcomes(followed: Followed) -> list[tuple[str, str | None]]:
    async with followed.stage.database.reading() as db:
        rows = await db.execute(
            select(Outbox.state, Outbox.reason)
            .where(Outbox.citizen_id.is_not(None))
            .order_by(Outbox.id)
        )
        return [(state, reason) for state, reason in rows]


def with_word(house: House, *words: str) -> House:
    """The house, had the list these words too."""
    feed_words = replace(house.feed_words, sensitive=(*house.feed_words.sensitive, *words))
    return replace(house, feed_words=feed_words)


@pytest.mark.parametrize("kind", ["notice", "invitation", "answer"])
async def test_what_was_written_before_the_case_turned_sensitive_is_not_sent(
    followed: Followed, kind: str
) -> None:
    await followed.begins()
    await followed.citizen.says("/start")
    before = len(followed.citizen.texts())
    async with followed.stage.database.transaction() as db:
        await db.execute(update(Outbox).values(state="done"))
    await put_out(followed, kind)
    await set_sensitive(followed)
    await followed.stage.deliver()
    assert len(followed.citizen.texts()) == before
    assert ("never", "sensitive") in await outcomes(followed)


@pytest.mark.parametrize("kind", ["notice", "answer"])
async def test_staff_are_asked_to_tell_what_was_held_back(followed: Followed, kind: str) -> None:
    await followed.begins()
    desk = await followed.desk()
    await put_out(followed, kind)
    await set_sensitive(followed)
    await followed.stage.deliver()
    for _ in range(2):
        await tell_of_unreached(followed.stage.database, followed.stage.house, followed.stage.time)
        await followed.stage.deliver()
    assert sum("请您亲自联系当事人" in text for text in desk.texts()) == 1


async def test_what_staff_are_sent_about_a_sensitive_case_is_not_held_back(
    followed: Followed,
) -> None:
    desk = await followed.desk()
    await followed.begins(sensitive="是")
    await watch_deadlines(followed.stage.database, followed.stage.house, followed.stage.time)
    await followed.stage.deliver()
    assert any("请您亲自联系当事人" in text for text in desk.texts())


async def test_a_word_added_to_the_list_reaches_a_case_that_is_kept(
    followed: Followed, house: House
) -> None:
    """Also an old one: whoever follows it was told by notices until now."""
    stage, desk = followed.stage, await followed.desk()
    await followed.begins(category="虚构案由")
    await mark_listed_cases(stage.database, house, stage.time)
    await watch_deadlines(stage.database, house, stage.time)
    stage.wait(days=60)
    await put_out(followed, "notice")
    assert not (await followed.case()).sensitive
    await mark_listed_cases(stage.database, with_word(house, "虚构案由"), stage.time)
    assert (await followed.case()).sensitive
    assert (await followed.follower()).no_news_at is None
    await watch_deadlines(stage.database, house, stage.time)
    before = len(followed.citizen.texts())
    await stage.deliver()
    assert len(followed.citizen.texts()) == before
    assert any("请您亲自联系当事人" in text for text in desk.texts())


async def test_a_word_taken_out_leaves_its_cases_as_they_are(
    followed: Followed, house: House
) -> None:
    await followed.begins(category="虚构案由")
    await mark_listed_cases(followed.stage.database, with_word(house, "虚构案由"), NOW)
    await mark_listed_cases(followed.stage.database, house, NOW)
    assert (await followed.case()).sensitive


async def test_all_cases_are_looked_at_only_once_for_each_list(
    followed: Followed, house: House
) -> None:
    database = followed.stage.database
    async with database.transaction() as db:
        await installation.mark(db, Mark("real", "x"), NOW)
    await mark_listed_cases(database, with_word(house, "虚构案由"), NOW)
    await followed.begins()
    async with database.transaction() as db:
        await db.execute(update(Case).values(category="虚构案由"))
    await mark_listed_cases(database, with_word(house, "虚构案由"), NOW)
    assert not (await followed.case()).sensitive
    await mark_listed_cases(database, with_word(house, "虚构案由", "另一个词"), NOW)
    assert (await followed.case()).sensitive
