"""What staff opened of a complaint goes from their chats when they may not see it any more."""

from collections.abc import Sequence

import pytest
from aiogram.methods import DeleteMessage
from sqlalchemy import func, select

from bot.house_message import HouseMessage
from bot.showing import NotesShown
from domain.area import Area
from domain.complaint import EntryKind, State
from domain.role import Role
from handlers import personnel
from handlers.cards import announce
from handlers.erased_cards import forget_cards
from handlers.house import House
from storage import complaints, photos
from storage.database import Database
from storage.schema.complaint import Complaint
from storage.schema.outbox import Outbox
from storage.schema.shown import ShownMessage
from tests.conftest import NOW
from tests.desks import complain, sign_in
from tests.talk.stage import Person, Stage
from tests.talk.transcript import PHOTO

WORDS = "窗口的人态度恶劣（示例）"


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    stage = Stage(database, house, NOW)
    stage.heard.middleware(NotesShown(stage.channel, database, lambda: stage.time))
    return stage


async def _with_photo(stage: Stage) -> Complaint:
    complaint = await complain(stage)
    async with stage.database.transaction() as db:
        number = await photos.add(db, PHOTO.read_bytes(), stage.time)
        await complaints.add_entry(db, complaint.id, EntryKind.PHOTO, stage.time, photo_id=number)
    return complaint


async def _read_all(desk: Person) -> int:
    """Open the whole text with its photos. How many messages tell of it now."""
    await desk.presses("全文和照片")
    return len(_telling(desk))


def _telling(desk: Person) -> Sequence[str]:
    """Messages with the words, and photos (whose messages have no text)."""
    return [text for text in desk.texts() if WORDS in text or not text]


async def _happens(stage: Stage, complaint: Complaint, news: str) -> None:
    async with stage.database.transaction() as db:
        await announce(db, stage.house, complaint.id, stage.time, news)
    await stage.deliver()


async def _erased(stage: Stage, complaint: Complaint) -> None:
    async with stage.database.transaction() as db:
        await forget_cards(db, stage.house, [complaint.id], stage.time)
    await stage.deliver()


async def test_full_texts_and_photos_go_when_a_complaint_is_erased(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await _with_photo(stage)
    assert await _read_all(desk) == 4  # card, photo, whole text, the card again
    await desk.says(complaint.receipt_code)
    await _erased(stage, complaint)
    assert _telling(desk) == []
    async with stage.database.reading() as db:
        assert await db.scalar(select(func.count()).select_from(ShownMessage)) == 0


async def test_they_go_when_the_citizen_withdraws(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await _with_photo(stage)
    await _read_all(desk)
    async with stage.database.transaction() as db:
        held = await complaints.hold(db, complaint.id)
        assert held is not None
        await complaints.move(db, held, State.WITHDRAWN, stage.time)
    await _happens(stage, complaint, "withdrawn")
    assert _telling(desk) == []


async def test_they_go_from_a_chat_that_may_not_see_it_any_more_and_from_no_other(
    stage: Stage,
) -> None:
    barred = await sign_in(stage, Role.DESK, Area.CONDUCT, "chengguan")
    free = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await _with_photo(stage)
    before = await _read_all(free)
    await _read_all(barred)
    async with stage.database.transaction() as db:
        await complaints.name_units(db, complaint.id, ["chengguan"])
    await _happens(stage, complaint, "added")
    assert _telling(barred) == []
    assert len(_telling(free)) >= before - 1  # the first card has become a line


async def test_what_is_too_old_to_delete_is_written_over(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage)
    await _read_all(desk)
    stage.wait(days=3)
    deleted = set(stage.heard.deleted)
    await _erased(stage, complaint)
    assert _telling(desk) == []
    assert stage.heard.deleted == deleted


async def test_what_arrives_after_the_erasure_is_deleted_at_once(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage)
    await _erased(stage, complaint)
    async with stage.database.transaction() as db:
        gone = await db.get(Complaint, complaint.id)
        assert gone is not None
        await db.delete(gone)
    await stage.bot(HouseMessage(chat_id=desk.chat_id, text=WORDS, about=complaint.id))
    assert isinstance(stage.heard.said[-1], DeleteMessage)


@pytest.mark.parametrize("way", ["leaves", "is deactivated", "leaves after days"])
async def test_what_a_chat_was_shown_of_complaints_goes_when_it_is_a_work_place_no_longer(
    stage: Stage, way: str
) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    await complain(stage)
    await desk.presses("全文和照片")
    if way == "leaves after days":  # bots may delete for two days only
        stage.wait(days=3)
    assert [message for message in desk.messages().values() if "态度恶劣" in (message.text or "")]
    if way == "is deactivated":
        async with stage.database.transaction() as db:
            await personnel.deactivate(db, stage.house, 1, stage.time)
    else:
        await desk.says("/leave")
    await stage.deliver()

    left = [message.text or "" for message in desk.messages().values()]
    assert not [text for text in left if "态度恶劣" in text]
    async with stage.database.reading() as db:
        cards = await db.scalars(select(Outbox).where(Outbox.kind == "card"))
        assert "态度恶劣" not in str([row.say for row in cards])
