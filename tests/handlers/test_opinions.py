"""Own words from surveys reach who answers for the area, and lead to nobody."""

import secrets
from datetime import date, timedelta

from sqlalchemy import select

from domain.area import Area
from domain.role import Role
from handlers.house import House
from scheduler.survey_jobs import forget_opinions
from storage.database import Database
from storage.schema.staff import Audit
from storage.schema.survey import Opinion
from tests.conftest import NOW
from tests.desks import sign_in
from tests.survey import day_over, in_survey
from tests.talk.stage import Stage

TODAY = date(2026, 3, 2)


async def _wrote(
    database: Database, words: str, area: Area = Area.CONDUCT, day: date = TODAY
) -> None:
    async with database.transaction() as db:
        db.add(
            Opinion(
                id=secrets.token_urlsafe(16),
                survey="safety",
                question="words",
                text=words,
                area=area,
                to_triage=False,
                tags=[],
                day=day,
            )
        )


async def test_a_desk_reads_those_of_its_area_and_triage_all(
    database: Database, house: House
) -> None:
    """They were stored for the desk of their area, and nothing ever showed them."""
    stage = Stage(database, house, NOW)
    await _wrote(database, "甲：态度好一些")
    await _wrote(database, "乙：窗口太少", Area.SERVICE)
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    await desk.says("/opinions")
    assert "甲：" in desk.sees()
    assert "乙：" not in desk.sees()
    message = list(desk.messages().values())[-1]
    await stage.feed(desk.press_of(message, "opinions:of:service"))
    assert "乙：" not in desk.sees()
    triage = await sign_in(stage, Role.TRIAGE)
    await triage.presses("测评里的意见")
    await triage.presses("便民服务")
    assert "乙：" in triage.sees()
    async with database.reading() as db:
        acts = (
            await db.scalars(select(Audit.act).where(Audit.subject == "opinions:service"))
        ).all()
    assert sorted(acts) == ["opinions", "refused"]


async def test_people_of_a_unit_do_not_read_what_names_it(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    unit = house.units[0]
    await _wrote(database, f"{unit.zh}的窗口总没人")
    own = await sign_in(stage, Role.DESK, Area.CONDUCT, unit.id)
    await own.says("/opinions")
    assert "总没人" not in own.sees()
    other = await sign_in(stage, Role.DESK, Area.CONDUCT)
    await other.says("/opinions")
    assert "总没人" in other.sees()


async def test_they_are_read_page_by_page_each_once(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    for number in range(20):
        await _wrote(database, f"第{number:02}句", day=TODAY - timedelta(days=number // 7))
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    await desk.says("/opinions")
    seen: list[str] = []
    while True:
        seen += [line for line in desk.sees().splitlines() if line.startswith("· ")]
        if "更早的" not in desk.buttons():
            break
        await desk.presses("更早的")
    assert sorted(seen) == [f"· 第{number:02}句" for number in range(20)]


async def test_nothing_is_read_before_its_day_is_over(database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    person = await in_survey(stage)
    for _ in range(6):
        await person.presses("跳过")
    await person.says("建议晚上多巡逻")
    triage = await sign_in(stage, Role.TRIAGE)

    async def reads() -> str:
        said = []
        for area in Area:
            await triage.says("/opinions")
            message = list(triage.messages().values())[-1]
            await stage.feed(triage.press_of(message, f"opinions:of:{area}"))
            said.append(triage.sees())
        return "".join(said)

    assert "多巡逻" not in await reads()
    await day_over(stage)
    read = await reads()
    assert "多巡逻" in read
    assert "安全感" not in read


async def test_citizens_read_none(database: Database, house: House) -> None:
    await _wrote(database, "甲：态度好一些")
    person = await Stage(database, house, NOW).person(101).agrees()
    await person.says("/opinions")
    assert "甲：" not in person.sees()


async def test_they_are_erased_after_their_retention(database: Database, house: House) -> None:
    """`我叫王五，住在和平路5号` was still there after four years."""
    last = TODAY - house.policy.opinion_retention
    await _wrote(database, "旧的", day=last - timedelta(days=1))
    await _wrote(database, "还在", day=last)
    await forget_opinions(database, house, NOW)
    async with database.reading() as db:
        assert (await db.scalars(select(Opinion.text))).all() == ["还在"]
