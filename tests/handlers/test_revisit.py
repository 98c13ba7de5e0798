"""Revisits of unsolved cases: the task, the question, and what a no leads to."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.area import Area
from domain.role import Role
from handlers.house import House
from storage.database import Database
from tests.conftest import NOW
from tests.desks import sign_in
from tests.followed import Followed
from tests.talk.stage import Stage

ASKED = "回访\uff1a编号末四位 0001"


@pytest.fixture
def followed(database: Database, house: House, tmp_path: Path) -> Followed:
    """Filed on 25 February: its revisit is due on 27 March, its task is handed out on the 22nd."""
    return Followed(Stage(database, house, NOW), tmp_path)


async def test_the_unit_gets_the_task_before_the_day_and_the_citizen_is_asked_after_it(
    followed: Followed,
) -> None:
    await followed.begins("立案")
    desk = await followed.desk()
    assert ASKED not in await followed.wakes(days=19)
    assert "📅" not in desk.sees()
    await followed.wakes(days=1)
    assert desk.sees().startswith("📅")
    assert ASKED not in await followed.wakes(days=6)
    assert ASKED in await followed.wakes(days=2)


async def test_another_unit_is_not_told_and_the_casework_desk_is_where_there_is_no_own(
    followed: Followed,
) -> None:
    await followed.begins("立案")
    other = await sign_in(followed.stage, Role.DESK, Area.CASEWORK, "hedong")
    central = await sign_in(followed.stage, Role.DESK, Area.CASEWORK)
    await followed.wakes(days=20)
    assert "📅" not in other.sees()
    assert central.sees().startswith("📅")


async def test_staff_note_it_once_and_the_next_one_counts_from_there(followed: Followed) -> None:
    await followed.begins("立案")
    desk = await followed.desk()
    await followed.wakes(days=20)
    at = followed.stage.time
    await followed.stage.feed(desk.press("✅ 已回访"), "once")
    await desk.presses("工作台首页")
    assert (await followed.acts()).count("revisited") == 1
    assert (await followed.case()).revisit_at == at + timedelta(days=30)
    assert await followed.tasks() == [("revisit", "done")]


async def test_a_no_calls_the_supervisor_and_begins_the_clock(followed: Followed) -> None:
    await followed.begins("立案")
    await followed.desk()
    supervisor = await sign_in(followed.stage, Role.SUPERVISOR)
    await followed.wakes(days=20)
    await followed.wakes(days=8)
    assert supervisor.sees().startswith("⏰")
    no = followed.citizen.press("没有人联系")
    await followed.stage.feed(no, "no")
    await followed.stage.feed(followed.citizen.press("没有人联系"), "again")
    await followed.stage.deliver()
    assert [text[0] for text in supervisor.texts()][-2:] == ["⏰", "📣"]
    assert (await followed.acts()).count("asked_about") == 1
    await supervisor.presses("✅ 已联系群众")
    assert {"contacted", "revisited"} <= set(await followed.acts())
    assert await followed.tasks() == [("revisit", "done"), ("contact", "done")]


async def test_a_yes_keeps_the_promise_where_staff_forgot_to_note_it(followed: Followed) -> None:
    await followed.begins("立案")
    await followed.wakes(days=20)
    await followed.wakes(days=8)
    await followed.citizen.presses("联系过了")
    assert "revisited" in await followed.acts()
    assert await followed.tasks() == [("revisit", "done")]


async def test_a_solved_case_is_not_revisited(followed: Followed) -> None:
    await followed.begins("立案")
    desk = await followed.desk()
    followed.stage.wait(days=10)
    await followed.moves("已破案")
    assert ASKED not in await followed.wakes(days=30)
    assert "📅" not in "".join(desk.texts())
    assert (await followed.case()).revisit_at is None


async def test_a_task_of_a_case_solved_meanwhile_is_void(followed: Followed) -> None:
    await followed.begins("立案")
    await followed.wakes(days=20)
    await followed.moves("已破案")
    assert ASKED not in await followed.wakes(days=8)
    assert await followed.tasks() == [("revisit", "void")]


async def test_a_task_is_void_at_once_when_the_case_is_solved(followed: Followed) -> None:
    await followed.begins("立案")
    await followed.wakes(days=20)
    await followed.moves("已破案")
    assert await followed.tasks() == [("revisit", "void")]


async def test_nobody_is_told_that_a_solved_case_is_unsolved_though_it_was_revisited(
    followed: Followed,
) -> None:
    await followed.begins("立案")
    desk = await followed.desk()
    await followed.wakes(days=20)
    await desk.presses("✅ 已回访")
    await followed.moves("已破案")
    assert ASKED not in await followed.wakes(days=10)


async def test_a_yes_to_the_revisit_does_not_end_a_request_to_be_called(
    followed: Followed,
) -> None:
    await followed.begins("立案")
    await followed.wakes(days=20)
    await followed.wakes(days=8)
    case = await followed.case()
    menu = next(iter(followed.citizen.messages().values()))
    await followed.stage.feed(followed.citizen.press_of(menu, f"follow:contact:{case.id}"))
    assert ("contact", "open") in await followed.tasks()
    await followed.citizen.presses("联系过了")
    assert ("contact", "open") in await followed.tasks()
    assert ("revisit", "done") in await followed.tasks()


async def test_a_sensitive_case_is_a_task_for_people_and_no_question(followed: Followed) -> None:
    await followed.begins("立案", category="家庭暴力")
    desk = await followed.desk()
    told = await followed.wakes(days=20) + await followed.wakes(days=8)
    assert told == []
    assert "📅" in "".join(desk.texts())


async def test_after_an_outage_there_is_one_task_with_time_to_do_it(followed: Followed) -> None:
    await followed.begins("立案")
    desk = await followed.desk()
    await followed.wakes(days=100)
    assert [text[0] for text in desk.texts()].count("📅") == 1
    assert await followed.tasks() == [("revisit", "open")]


async def test_who_does_not_follow_the_case_can_not_answer_for_it(followed: Followed) -> None:
    await followed.begins("立案")
    await followed.wakes(days=20)
    await followed.wakes(days=8)
    stranger = await followed.stage.person(777).agrees()
    menu = next(iter(stranger.messages().values()))
    await followed.stage.feed(stranger.press_of(menu, "follow:no:1"))
    assert "asked_about" not in await followed.acts()
    assert "没有关注" in stranger.sees()


async def test_staff_of_another_unit_can_not_end_a_task(followed: Followed) -> None:
    await followed.begins("立案")
    other = await sign_in(followed.stage, Role.DESK, Area.CASEWORK, "hedong")
    await followed.wakes(days=20)
    menu = next(iter(other.messages().values()))
    await followed.stage.feed(other.press_of(menu, "task:done:1"))
    assert await followed.tasks() == [("revisit", "open")]


async def test_who_asks_to_be_called_is_one_task_however_often_they_press(
    followed: Followed,
) -> None:
    await followed.begins()
    desk = await followed.desk()
    await followed.wakes(days=15)
    for key in ("one", "two"):
        await followed.stage.feed(followed.citizen.press("请民警联系我"), key)
    await followed.stage.deliver()
    assert [text[0] for text in desk.texts()].count("📞") == 1
    assert await followed.tasks() == [("contact", "open")]
    await desk.presses("✅ 已联系群众")
    assert (await followed.acts())[-1] == "contacted"
