"""Looking is an act too: whatever page staff open, and whatever code is tried, is in the audit table."""

import pytest
from sqlalchemy import select

from domain.area import Area
from domain.role import Role
from handlers.house import House
from storage.database import Database
from storage.schema.staff import Audit
from tests.conftest import NOW
from tests.desks import complain, sign_in
from tests.talk.stage import Stage


@pytest.fixture
def stage(sqlite: Database, house: House) -> Stage:
    return Stage(sqlite, house, NOW)


async def _acts(stage: Stage) -> list[tuple[str, str, str | None]]:
    async with stage.database.reading() as db:
        rows = await db.execute(select(Audit.act, Audit.subject, Audit.detail).order_by(Audit.id))
        return [(act, subject, detail) for act, subject, detail in rows]


@pytest.mark.parametrize(
    ("button", "subject"),
    [
        ("desk:precision", "list:precision"),
        ("promise:all", "list:promises"),
        ("cast:list", "list:broadcasts"),
        ("board", "board"),
        ("desk:waiting:0", "list:waiting"),
    ],
)
async def test_every_page_of_the_workplace_is(stage: Stage, button: str, subject: str) -> None:
    person = await sign_in(stage, Role.SUPERVISOR)
    await person.presses(button)
    assert (await _acts(stage))[-1][1] == subject


async def test_a_wrong_sign_in_code_is_by_its_channel_alone(stage: Stage) -> None:
    await stage.person(77).says("/staff WRONG-CODE")
    assert await _acts(stage) == [("wrong_code", "staff", "stage")]


async def test_a_move_says_where_to(stage: Stage) -> None:
    person = await sign_in(stage, Role.TRIAGE)
    complaint = await complain(stage, to_triage=True)
    await stage.deliver()
    message = list(person.messages().values())[-1]
    await stage.feed(person.press_of(message, f"card:moves:{complaint.id}:{Area.SERVICE}"))
    moved = [(subject, detail) for act, subject, detail in await _acts(stage) if act == "move"]
    assert moved == [(f"complaint:{complaint.id}", Area.SERVICE)]


async def test_who_takes_by_answering_is_recorded_as_taking(stage: Stage) -> None:
    """It was recorded as a look."""
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage)
    await desk.presses("答复")
    await desk.presses("回到这件诉求")
    await desk.presses("答复")
    taken = [(subject, detail) for act, subject, detail in await _acts(stage) if act == "take"]
    assert taken == [(f"complaint:{complaint.id}", "answer")]
