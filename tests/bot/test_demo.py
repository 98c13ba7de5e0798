"""The demo: invented, marked, the same at every start but for the sign-in codes."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.demo import FIRST_WORDS, seed, tell
from content.text import LANGUAGES
from domain.area import Area
from domain.role import Role
from domain.typed import as_code
from domain.unit import find_unit
from handlers.house import House
from storage import cases
from storage.database import Database
from storage.schema.case import Case, CaseEvent
from storage.schema.staff import Staff
from tests.conftest import NOW
from tests.talk.stage import Stage


async def test_a_second_start_adds_nothing_but_fresh_codes(
    database: Database, house: House
) -> None:
    first = await seed(database, house, NOW)
    second = await seed(database, house, NOW)
    async with database.reading() as db:
        assert await db.scalar(select(func.count()).select_from(Case)) == 5
        assert await db.scalar(select(func.count()).select_from(Staff)) == len(first)
        assert await db.scalar(select(func.count()).select_from(CaseEvent)) == 17
    codes = [code for _, code in first + second]
    assert len(set(codes)) == 2 * len(first)


async def test_every_desk_and_every_role_has_somebody(database: Database, house: House) -> None:
    members = [member for member, _ in await seed(database, house, NOW)]
    assert {member.area for member in members if member.area} == set(Area)
    assert {member.role for member in members} == set(Role)


async def test_everything_is_marked_as_invented(database: Database, house: House) -> None:
    await seed(database, house, NOW)
    async with database.reading() as db:
        for case in await db.scalars(select(Case)):
            assert case.number.startswith("DEMO")
            unit = find_unit(house.units, case.unit)
            assert unit is not None
            assert unit.demo
        for member in await db.scalars(select(Staff)):
            assert member.name.startswith("演示-")


async def test_one_case_is_sensitive(database: Database, house: House) -> None:
    await seed(database, house, NOW)
    async with database.reading() as db:
        sensitive = (await db.scalars(select(Case.number).where(Case.sensitive))).all()
    assert sensitive == [as_code("DEMO2026-0004")]


async def test_the_printed_code_signs_in(database: Database, house: House) -> None:
    sign_ins = await seed(database, house, NOW)
    printed = tell(house.book, "http://127.0.0.1:1/", sign_ins)
    assert "http://127.0.0.1:1/" in printed
    line = next(line for line in printed.splitlines() if "演示-打防" in line and "/staff" in line)
    command = re.search(r"/staff \S+", line)
    assert command
    worker = Stage(database, house, NOW).person(7)
    await worker.says(command[0])
    assert "演示-打防" in worker.sees()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_printed_words_go_to_the_desk_that_answers_in_the_tour(
    house: House, language: str
) -> None:
    """The English ones once went to triage, so that the desk of step 2 never had a card."""
    words = house.book[language](FIRST_WORDS)
    assert words in tell(house.book, "http://127.0.0.1:1/", [])
    routing = await house.route(words)
    assert (routing.area, routing.sure) == (Area.PREVENTION, True)


async def test_a_printed_query_code_opens_its_case(database: Database, house: House) -> None:
    await seed(database, house, NOW)
    async with database.reading() as db:
        case = await cases.find(db, as_code("DEMO2026-0001"))
    assert case is not None
    assert case.stage == "investigating"


async def test_the_first_message_of_a_demo_says_so(database: Database, house: House) -> None:
    stranger = Stage(database, replace(house, demo=True), NOW).person(8)
    await stranger.says("/start")
    assert stranger.texts()[0].startswith("演示环境（DEMO），内容均为虚构。")


async def test_a_real_installation_says_nothing_of_a_demo(database: Database, house: House) -> None:
    stranger = Stage(database, house, NOW).person(9)
    await stranger.says("/start")
    assert "演示" not in stranger.texts()[0]
