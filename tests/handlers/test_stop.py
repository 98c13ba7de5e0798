"""STOP works at once, from any state and per kind; answers that were asked for still come."""

from sqlalchemy import select

from handlers.house import House
from storage import chats, history
from storage.database import Database
from storage.schema.citizen import Citizen, Consent
from storage.schema.outbox import Outbox
from tests.conftest import NOW
from tests.linked import well_known
from tests.talk.stage import Person, Stage


async def _person(database: Database, house: House) -> Person:
    stage = Stage(database, house, NOW)
    stage.bots[history.CHANNEL] = stage.bot
    stage.channel = history.CHANNEL
    person = await stage.person(101).agrees()
    await well_known(database, NOW)
    return person


async def _outbox(database: Database) -> dict[str, tuple[str, str | None]]:
    async with database.reading() as db:
        return {row.kind: (row.state, row.reason) for row in await db.scalars(select(Outbox))}


async def test_the_bare_word_stops_both_kinds_and_what_waits_of_them(
    database: Database, house: House
) -> None:
    person = await _person(database, house)
    await person.says("退订")
    assert await _outbox(database) == {
        "answer": ("waiting", None),
        "notice": ("never", "stopped"),
        "invitation": ("never", "stopped"),
    }
    async with database.reading() as db:
        citizen = (await db.scalars(select(Citizen))).one()
        assert (citizen.notices, citizen.surveys) == (False, False)
        proofs = (await db.scalars(select(Consent).order_by(Consent.id))).all()
    assert [(p.kind, p.given) for p in proofs][-2:] == [("notices", False), ("surveys", False)]


async def test_one_kind_is_stopped_alone_and_started_again(
    database: Database, house: House
) -> None:
    person = await _person(database, house)
    await person.says("/stop")
    await person.presses("关掉测评邀请")
    assert (await _outbox(database))["notice"] == ("waiting", None)
    assert (await _outbox(database))["invitation"] == ("never", "stopped")
    await person.presses("打开测评邀请")
    async with database.reading() as db:
        citizen = (await db.scalars(select(Citizen))).one()
    assert (citizen.notices, citizen.surveys) == (True, True)


async def test_the_word_is_heard_in_the_middle_of_something_and_leaves_it_as_it_is(
    database: Database, house: House
) -> None:
    person = await _person(database, house)
    async with database.transaction() as db:
        found = await chats.find(db, history.CHANNEL, 101)
        assert found is not None
        found[0].state, found[0].data = "Anything:at_all", {"kept": 1}
    await person.says("TD")
    assert "已经退订" in person.sees()
    async with database.reading() as db:
        found = await chats.find(db, history.CHANNEL, 101)
    assert found is not None
    assert (found[0].state, found[0].data) == ("Anything:at_all", {"kept": 1})


async def test_stopping_twice_keeps_one_proof(database: Database, house: House) -> None:
    person = await _person(database, house)
    await person.says("STOP")
    await person.says("STOP")
    async with database.reading() as db:
        proofs = (await db.scalars(select(Consent).where(Consent.given.is_(False)))).all()
    assert len(proofs) == 2


async def test_a_stranger_learns_that_nothing_is_kept(database: Database, house: House) -> None:
    person = Stage(database, house, NOW).person(5)
    await person.says("退订")
    assert person.sees().startswith("好的。我们没有保存")
