"""What happens to complaints without anybody asking."""

from sqlalchemy import func, select

from handlers.house import House
from scheduler.complaint_jobs import forget_drafts
from storage.database import Database
from storage.schema.complaint import Photo
from storage.schema.draft import ComplaintDraft
from tests.conftest import NOW
from tests.handlers.test_complaint import PHOTO
from tests.talk.stage import Stage


async def test_a_draft_left_alone_is_erased_with_its_photos_and_not_before(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    person = await stage.person(101).agrees()
    await person.sends_photo(PHOTO, "窗口没人管")
    for wait, left in ((0, 1), (1, 0)):
        stage.time = NOW + house.policy.history_retention
        stage.wait(seconds=wait)
        await forget_drafts(database, house, stage.time)
        async with database.reading() as db:
            for table in (ComplaintDraft, Photo):
                assert await db.scalar(select(func.count()).select_from(table)) == left


async def test_an_old_button_after_that_says_that_nothing_is_there(
    sqlite: Database, house: House
) -> None:
    stage = Stage(sqlite, house, NOW)
    person = await stage.person(101).agrees()
    await person.says("楼下烧烤店半夜吵,没人管")
    stage.wait(days=91)
    await forget_drafts(sqlite, house, stage.time)
    await person.presses("写好了")
    assert "没有写到一半" in person.sees()
