"""The copy of one's data: whole, at the moment it is given, some times a day."""

import pytest
from aiogram.methods import SendDocument
from sqlalchemy import delete

from domain.say import Export
from handlers.export import write_export
from handlers.house import House
from storage import citizens, history
from storage.database import Database, Table
from storage.export import collect
from storage.schema.citizen import Citizen
from tests.conftest import NOW
from tests.linked import well_known
from tests.talk.stage import Person, Stage

PERSONAL = {"citizen_id", "chat_id", "chat_row_id"}
IN_EXPORT = {
    "consent": "consents",
    "link_code": "linking_code_good_until",
    "chat": "chats",
    "complaint_draft": "unfinished_complaints",
    "complaint": "complaints",
    "case_follower": "cases_followed",
    "case_property": "cases_followed",
    "survey_session": "surveys_in_progress",
    "survey_invitation": "survey_invitations",
    "survey_rest": "surveys_resting",
    "outbox": "messages_waiting",
    "web_message": "web_chat",
    "web_file": "web_chat",
}
NOT_IN_EXPORT = {
    "web_chat": "a counter of the chat's changes",
    "inbox": "emptied as soon as its update is answered, which the complaints and the chat hold",
    "shown_message": "what a member of staff sees in a chat of theirs",
}


def test_every_table_with_a_link_to_a_person_was_thought_of() -> None:
    linked = {
        name
        for name, table in Table.metadata.tables.items()
        if PERSONAL & set(table.columns.keys())
    }
    assert linked == IN_EXPORT.keys() | NOT_IN_EXPORT.keys()


async def test_each_of_them_is_in_the_export(database: Database) -> None:
    known = await well_known(database, NOW)
    async with database.reading() as db:
        citizen = await db.get(Citizen, known.id)
        assert citizen is not None
        found = await collect(db, citizen)
    assert [key for key in IN_EXPORT.values() if not found[key]] == []


async def test_what_is_told_is_what_stands_when_the_file_is_made(sqlite: Database) -> None:
    export = Export("minyi.json", history.CHANNEL, ("of you",), NOW)
    await well_known(sqlite, NOW)
    content = await write_export(sqlite, 101, export)
    assert content is not None
    assert "路灯坏了" in content.decode()
    async with sqlite.transaction() as db:
        await db.execute(delete(Citizen))
    assert await write_export(sqlite, 101, export) is None
    async with sqlite.transaction() as db:
        await citizens.welcome(db, history.CHANNEL, 102, "zh", 1, NOW)
    content = await write_export(sqlite, 102, export)
    assert content is not None
    assert "路灯坏了" not in content.decode(), "nobody gets what was another one's"


@pytest.fixture
async def person(database: Database, house: House) -> Person:
    return await Stage(database, house, NOW).person(7).agrees()


async def _exports(person: Person) -> int:
    await person.says("/mydata")
    await person.presses("导出一份")
    return sum(isinstance(method, SendDocument) for method in person.stage.heard.said)


async def test_there_are_three_copies_a_day(person: Person) -> None:
    assert [await _exports(person) for _ in range(4)] == [1, 2, 3, 3]
    assert "03-03 10:00以后可以再导出" in person.sees()
    person.stage.wait(days=1, minutes=1)
    assert await _exports(person) == 4


async def test_who_was_erased_begins_anew(person: Person) -> None:
    for _ in range(4):
        await _exports(person)
    await person.says("/mydata")
    await person.presses("全部删除")
    await person.presses("确定删除")
    await person.agrees()
    assert await _exports(person) == 4
