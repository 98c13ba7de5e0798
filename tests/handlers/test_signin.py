"""Staff sign in and leave, on both databases."""

import pytest
from sqlalchemy import select

from domain.area import Area
from domain.role import Role
from handlers import personnel
from handlers.cards import announce
from handlers.house import House
from handlers.personnel import RefusedError
from storage.database import Database
from storage.schema.citizen import Chat
from storage.schema.staff import Staff
from tests.conftest import NOW
from tests.desks import as_it_stands, complain, sign_in
from tests.talk.stage import Stage


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def code_for(stage: Stage, role: Role = Role.TRIAGE, area: Area | None = None) -> str:
    async with stage.database.transaction() as db:
        return (await personnel.add(db, stage.house, "甲（示例）", role, area, None, stage.time))[1]


async def chats(stage: Stage) -> list[tuple[int | None, int | None]]:
    async with stage.database.reading() as db:
        return [(c.citizen_id, c.staff_id) for c in await db.scalars(select(Chat))]


async def test_a_code_signs_in_once_and_only_its_hash_is_kept(stage: Stage) -> None:
    code = await code_for(stage)
    async with stage.database.reading() as db:
        kept = (await db.scalars(select(Staff))).one()
    assert kept.code_hash is not None
    assert code.replace("-", "").lower() not in kept.code_hash
    first, second = stage.person(1), stage.person(2)
    await first.says(f"/staff {code.lower()}")
    await second.says(f"/staff {code}")
    assert "分流" in first.sees()
    assert "登录码不对" in second.sees()
    assert len(await chats(stage)) == 1


async def test_a_code_expires_after_a_day(stage: Stage) -> None:
    code = await code_for(stage)
    stage.wait(hours=24)
    person = stage.person(1)
    await person.says(f"/staff {code}")
    assert "登录码不对" in person.sees()


async def test_five_wrong_codes_lock_the_chat_for_an_hour_even_for_the_right_one(
    stage: Stage,
) -> None:
    code = await code_for(stage)
    person = stage.person(1)
    for _ in range(5):
        await person.says("/staff AAAA-AAAA-AAAA-AAAA")
    assert "锁到11:00" in person.sees()
    await person.says(f"/staff {code}")
    assert "锁到" in person.sees()
    stage.wait(hours=1)
    await person.says(f"/staff {code}")
    assert "工作台" in person.sees()


async def test_who_signs_in_is_asked_for_no_consent_any_more(stage: Stage) -> None:
    person = stage.person(1)
    await person.says("/start")
    question = next(m for m in person.messages().values() if "consent:" in str(m.reply_markup))
    await person.says(f"/staff {await code_for(stage)}")
    assert person.messages()[question.message_id].reply_markup is None
    assert person.messages()[question.message_id].text == question.text
    await person.says("/leave")
    await person.says("你好")
    assert "您同意吗" in person.sees(), "a stranger again reads all of it"


async def test_a_stranger_who_leaves_leaves_nothing_behind(stage: Stage) -> None:
    person = await sign_in(stage, Role.TRIAGE)
    await person.says("/leave")
    assert await chats(stage) == []
    await person.says("你好")
    assert "您同意吗" in person.sees()


async def test_a_citizens_chat_is_staffs_until_they_leave(stage: Stage) -> None:
    person = await stage.person(1).agrees()
    await person.says(f"/staff {await code_for(stage)}")
    await person.says("/menu")
    assert "待接办" in person.buttons()
    assert "参加测评" not in person.buttons()
    await person.says("/leave")
    await person.says("/menu")
    assert "参加测评" in person.buttons()


async def test_who_is_deactivated_has_no_access_from_that_moment(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    other = await sign_in(stage, Role.DESK, Area.CONDUCT)
    complaint = await complain(stage)
    await desk.presses("✅ 接办")
    async with stage.database.transaction() as db:
        await personnel.deactivate(db, stage.house, 1, stage.time)
    await stage.deliver()

    assert "态度恶劣" not in desk.sees()
    assert "态度恶劣" in other.sees()
    assert (await as_it_stands(stage, complaint)).taker_id is None
    await desk.says("/waiting")
    assert "您同意吗" in desk.sees()


async def test_cards_that_wait_for_somebody_who_left_stay_unsent(stage: Stage) -> None:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    chat_id = desk.chat_id
    complaint = await complain(stage)
    async with stage.database.transaction() as db:
        await announce(db, stage.house, complaint.id, stage.time, "added")
    await desk.says("/leave")
    before = max(stage.heard.messages[chat_id])
    await stage.deliver()
    assert max(stage.heard.messages[chat_id]) == before


async def test_what_does_not_go_together_is_refused(stage: Stage) -> None:
    async with stage.database.transaction() as db:
        for name, role, area, unit in (
            ("", Role.TRIAGE, None, None),
            ("长" * 41, Role.TRIAGE, None, None),
            ("甲", Role.DESK, None, None),
            ("甲", Role.TRIAGE, "service", None),
            ("甲", Role.TRIAGE, None, "nosuch"),
        ):
            with pytest.raises(RefusedError):
                await personnel.add(db, stage.house, name, role, area, unit, stage.time)
