"""Erasing a citizen: everything that is linked goes in one commit, and nothing else."""

from typing import Any

from sqlalchemy import BigInteger, func, select

import storage.schema
from domain.say import Say
from storage import chats, citizens, erasure, history, mydata, outbox
from storage.database import Database, Table, Transaction
from storage.schema.citizen import Chat, Citizen, Consent
from storage.schema.complaint import Complaint, ComplaintEntry, Photo
from storage.schema.inbox import Inbox
from storage.schema.outbox import Outbox
from storage.schema.staff import Staff
from tests.conftest import NOW
from tests.linked import well_known

LINKED = {
    "case_follower",
    "case_property",
    "chat",
    "complaint",
    "complaint_draft",
    "consent",
    "inbox",
    "link_code",
    "outbox",
    "shown_message",
    "survey_invitation",
    "survey_rest",
    "survey_session",
    "web_chat",
    "web_file",
    "web_message",
}
"""Tables that refer to a citizen or a chat. One more? Then storage/export.py and erasure.py, too.

shown_message: chats of staff only, and taken back with the complaint."""


def test_no_table_links_to_a_person_unnoticed() -> None:
    assert storage.schema.__all__
    found = {
        table.name
        for table in Table.metadata.tables.values()
        for column in table.columns
        if column.name in ("citizen_id", "chat_id", "chat_row_id")
        or any(key.column.table.name in ("citizen", "chat") for key in column.foreign_keys)
    }
    assert found == LINKED
    assert isinstance(Table.metadata.tables["inbox"].c.chat_id.type, BigInteger)


async def _all(db: Transaction, table: Any) -> list[Any]:
    return list(await db.scalars(select(table)))


async def test_nothing_of_the_person_is_left(database: Database) -> None:
    citizen = await well_known(database, NOW)
    async with database.transaction() as db:
        await erasure.erase(db, citizen.id, NOW)
    async with database.reading() as db:
        for table in (
            Citizen,
            Consent,
            Chat,
            *_named(
                "CaseFollower", "ComplaintDraft", "SurveySession", "SurveyInvitation", "SurveyRest"
            ),
        ):
            assert await _all(db, table) == []
        assert await history.before(db, 101, None) == []
        assert await _all(db, storage.schema.WebFile) == []
        kept = await _all(db, Inbox)
        assert [(row.state, row.payload) for row in kept] == [("done", None)]


async def test_a_complaint_in_hand_stays_without_its_person_and_a_closed_one_goes(
    database: Database,
) -> None:
    citizen = await well_known(database, NOW)
    async with database.transaction() as db:
        await erasure.erase(db, citizen.id, NOW)
    async with database.reading() as db:
        (complaint,) = await _all(db, Complaint)
        assert (complaint.receipt_code, complaint.citizen_id) == ("M1111-1111", None)
        assert [e.kind for e in await _all(db, ComplaintEntry)] == ["text", "photo"]
        assert [photo.jpeg for photo in await _all(db, Photo)] == [b"jpeg of M1111-1111"]


async def test_what_waited_is_never_sent_and_keeps_neither_words_nor_addressee(
    database: Database,
) -> None:
    citizen = await well_known(database, NOW)
    async with database.transaction() as db:
        await erasure.erase(db, citizen.id, NOW)
    async with database.reading() as db:
        rows = await _all(db, Outbox)
    assert len(rows) == 3
    for row in rows:
        assert (row.state, row.reason, row.citizen_id, row.chat_id) == ("never", "erased", None, 0)
        assert row.say == {"text": ""}
        assert row.subject == "erased"
        assert str(citizen.id) not in row.key.removeprefix(f"erased:{row.id}")


async def test_others_keep_what_is_theirs(database: Database) -> None:
    async with database.transaction() as db:
        _, other = await citizens.welcome(db, history.CHANNEL, 202, "zh", 1, NOW)
        await history.hear(db, 202, "k", NOW, text="别人的话", keep=True)
        await outbox.put(
            db,
            key="other",
            kind="answer",
            subject="complaint:9",
            channel=history.CHANNEL,
            chat_id=202,
            citizen_id=other.id,
            say=Say("给别人的话"),
            due_at=NOW,
            now=NOW,
        )
    citizen = await well_known(database, NOW)
    async with database.transaction() as db:
        await erasure.erase(db, citizen.id, NOW)
    async with database.reading() as db:
        assert (await mydata.count(db, other.id)).waiting == 1
        assert [message.text for message in await history.before(db, 202, None)] == ["别人的话"]
        assert await chats.find(db, history.CHANNEL, 202) is not None


async def test_a_chat_that_is_also_a_member_of_staffs_stays_theirs(database: Database) -> None:
    citizen = await well_known(database, NOW)
    async with database.transaction() as db:
        staff = Staff(name="演示-值班", role="triage", created_at=NOW)
        db.add(staff)
        await db.flush()
        (chat,) = await chats.of_citizen(db, citizen.id)
        chat.staff_id = staff.id
        await db.flush()
        await erasure.erase(db, citizen.id, NOW)
    async with database.reading() as db:
        (kept,) = await _all(db, Chat)
        assert (kept.staff_id, kept.citizen_id, kept.data) == (staff.id, None, None)
        assert await db.scalar(select(func.count()).select_from(Citizen)) == 0


def _named(*names: str) -> list[Any]:
    return [getattr(storage.schema, name) for name in names]
