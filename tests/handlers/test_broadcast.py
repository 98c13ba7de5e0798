"""A broadcast needs two people, and the second one approves exactly what is sent."""

import pytest
from sqlalchemy import select

from domain.area import Area
from domain.broadcast import LIMIT, State
from domain.role import Role
from handlers.house import House
from scheduler.broadcast_jobs import send_broadcasts
from storage.database import Database
from storage.schema.broadcast import Broadcast
from storage.schema.citizen import Consent
from storage.schema.staff import Audit
from tests.conftest import NOW
from tests.desks import sign_in
from tests.talk.stage import Person, Stage

WORDS = "验证码不要告诉任何人，拿不准就拨打96110。（示例）"


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def _writer(stage: Stage) -> Person:
    return await sign_in(stage, Role.DESK, Area.PUBLICITY, name="小宣（示例）")


async def _second(stage: Stage) -> Person:
    return await sign_in(stage, Role.SUPERVISOR, name="老督（示例）")


async def _write(writer: Person, words: str = WORDS) -> None:
    await writer.says("/broadcast")
    await writer.presses("写一条新的")
    await writer.says(words)


async def _propose(stage: Stage, writer: Person) -> None:
    await _write(writer)
    await writer.presses("不写英文")
    await writer.presses("送审")
    await stage.deliver()


async def _row(stage: Stage) -> Broadcast:
    async with stage.database.reading() as db:
        return (await db.scalars(select(Broadcast))).one()


async def test_other_desks_do_not_come_near_it(stage: Stage) -> None:
    outsider = await sign_in(stage, Role.DESK, Area.SERVICE)
    await outsider.says("/broadcast")
    assert "您的岗位看不到" in outsider.sees()
    await _propose_by_two(stage)
    press = outsider.press_of(list(outsider.messages().values())[-1], "cast:approve:1:1")
    await stage.feed(press)
    assert (await _row(stage)).state == State.PROPOSED


async def _propose_by_two(stage: Stage) -> tuple[Person, Person]:
    writer, second = await _writer(stage), await _second(stage)
    await _propose(stage, writer)
    return writer, second


async def test_nobody_approves_what_they_wrote_however_the_button_came_there(stage: Stage) -> None:
    writer, _ = await _propose_by_two(stage)
    press = writer.press_of(list(writer.messages().values())[-1], "cast:approve:1:1")
    await stage.feed(press)
    assert (await _row(stage)).state == State.PROPOSED


async def test_without_a_second_person_it_cannot_be_proposed(stage: Stage) -> None:
    writer = await _writer(stage)
    await _propose(stage, writer)
    assert (await _row(stage)).state == State.DRAFT


async def test_words_that_were_changed_must_be_read_again(stage: Stage) -> None:
    writer, second = await _propose_by_two(stage)
    old = second.press("同意发布")
    await writer.presses("改中文")
    await writer.says("身份证可以就近办理。（示例）")
    await writer.presses("送审")
    await stage.feed(old)
    assert (await _row(stage)).state == State.PROPOSED
    await stage.deliver()
    await second.presses("同意发布")
    row = await _row(stage)
    assert (row.state, row.zh) == (State.APPROVED, "身份证可以就近办理。（示例）")


async def test_a_change_voids_the_approval(stage: Stage) -> None:
    writer, second = await _propose_by_two(stage)
    await second.presses("同意发布")
    await stage.deliver()
    await writer.presses("改英文")
    await writer.says("Never tell anyone a verification code. (example)")
    row = await _row(stage)
    assert (row.state, row.approver_id, row.approved_at) == (State.DRAFT, None, None)
    await send_broadcasts(stage.database, stage.house, stage.time)
    assert (await _row(stage)).begun_at is None


@pytest.mark.parametrize("words", ["请看 www.example.com", "x" * (LIMIT + 1), "打13800000000"])
async def test_words_that_may_not_be_sent_are_not_kept(stage: Stage, words: str) -> None:
    writer = await _writer(stage)
    await _write(writer, words)
    async with stage.database.reading() as db:
        assert (await db.scalars(select(Broadcast))).all() == []
    await writer.says(WORDS)
    assert (await _row(stage)).zh == WORDS


async def test_each_act_is_written_down_with_who_did_it(stage: Stage) -> None:
    _, second = await _propose_by_two(stage)
    await second.presses("同意发布")
    async with stage.database.reading() as db:
        rows = await db.scalars(
            select(Audit).where(Audit.subject == "broadcast:1").order_by(Audit.id)
        )
        acts = [(row.act, row.staff_id) for row in rows]
    assert acts == [("broadcast write", 1), ("broadcast propose", 1), ("broadcast approve", 2)]


async def test_the_consent_is_off_until_it_is_turned_on_and_one_press_ends_it(
    stage: Stage,
) -> None:
    citizen = await stage.person(101).agrees()
    assert "公安发布" not in "".join(citizen.texts())
    await citizen.says("/stop")
    await citizen.presses("打开公安发布")
    _, second = await _propose_by_two(stage)
    await second.presses("同意发布")
    await send_broadcasts(stage.database, stage.house, stage.time)
    await stage.deliver()
    assert WORDS in citizen.sees()
    await citizen.presses("不再收这类发布")
    async with stage.database.reading() as db:
        proofs = await db.scalars(select(Consent).where(Consent.kind == "broadcasts"))
        assert [proof.given for proof in proofs] == [True, False]


async def test_an_english_chat_gets_the_english_words(stage: Stage) -> None:
    citizen = await stage.person(101, "en").agrees()
    await citizen.says("/stop")
    await citizen.presses("Turn broadcasts on")
    writer, second = await _writer(stage), await _second(stage)
    await _write(writer)
    await writer.says("Never tell anyone a verification code. (example)")
    await writer.presses("送审")
    await stage.deliver()
    await second.presses("同意发布")
    await send_broadcasts(stage.database, stage.house, stage.time)
    await stage.deliver()
    assert "Never tell anyone" in citizen.sees()
    assert WORDS not in citizen.sees()
