"""All that staff do, step by step, with the handler that takes each step."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from domain.area import Area
from domain.role import Role
from domain.sign_in_code import hash_code
from handlers import personnel
from scheduler.broadcast_jobs import send_broadcasts
from storage import staff
from tests.conftest import NOW
from tests.desks import complain, sign_in
from tests.followed import Followed
from tests.handlers.feed_files import row
from tests.handlers.test_closing_over import at_a_not, close_in_own_words
from tests.talk.stage import Person, Stage

OWN = "是什么：您反映的排队问题。为什么：窗口少开了一个。怎么办：请您改走自助机，随时可以用。"
CASE = row(1)["number"]
CODE = "EXAMPLE-CODE"


class Step(NamedTuple):
    """Somebody presses [a button], or says something, and that handler takes it."""

    who: str
    does: str
    handler: str
    changes: bool = False


def looks(who: str, does: str, handler: str) -> Step:
    return Step(who, does, handler)


def acts(who: str, does: str, handler: str) -> Step:
    """It changes something, which must be recorded."""
    return Step(who, does, handler, changes=True)


People = Mapping[str, Person]


async def at_a_card(stage: Stage, _: Path) -> People:
    desk = await sign_in(stage, Role.DESK, Area.CONDUCT)
    await sign_in(stage, Role.DESK, Area.SERVICE)
    await complain(stage)
    return {"desk": desk}


async def closed_twice(stage: Stage, _: Path) -> People:
    supervisor = await sign_in(stage, Role.SUPERVISOR)
    desk, citizen, _complaint = await at_a_not(stage)
    await close_in_own_words(desk)
    await citizen.presses("没解决")
    await stage.deliver()
    await close_in_own_words(desk)
    return {"supervisor": supervisor}


async def at_a_case(stage: Stage, folder: Path) -> People:
    followed = Followed(stage, folder)
    await followed.begins()
    return {"desk": await followed.desk()}


async def a_day_proposed(stage: Stage, folder: Path) -> People:
    followed = Followed(stage, folder)
    desk = await followed.desk()
    await followed.begins()
    await followed.has_property(desk)
    stage.wait(hours=1)
    await stage.deliver()
    await followed.citizen.presses("约个时间")
    await followed.citizen.presses(followed.citizen.buttons()[0])
    await stage.deliver()
    return {"desk": desk}


async def property_of_a_sensitive_case(stage: Stage, folder: Path) -> People:
    followed = Followed(stage, folder)
    desk = await followed.desk()
    await followed.begins(category="家庭暴力", sensitive="是")
    await followed.has_property(desk)
    return {"desk": desk}


async def at_a_petition(stage: Stage, folder: Path) -> People:
    followed = Followed(stage, folder)
    await followed.begins("决定受理", kind="信访", category="噪声")
    desk = await followed.desk()
    stage.wait(days=40)
    await desk.says(f"/case {CASE}")
    return {"desk": desk}


async def at_a_revisit(stage: Stage, folder: Path) -> People:
    followed = Followed(stage, folder)
    await followed.begins("立案")
    desk = await followed.desk()
    await followed.wakes(days=20)
    return {"desk": desk}


async def two_for_broadcasts(stage: Stage, _: Path) -> People:
    return {
        "writer": await sign_in(stage, Role.DESK, Area.PUBLICITY, name="小宣（示例）"),
        "second": await sign_in(stage, Role.SUPERVISOR, name="老督（示例）"),
    }


async def a_broadcast_under_way(stage: Stage, folder: Path) -> People:
    people = await two_for_broadcasts(stage, folder)
    citizen = await stage.person(77).agrees()
    await citizen.says("/stop")
    await citizen.presses("stop:broadcasts:on")
    writer, second = people["writer"], people["second"]
    await writer.says("/broadcast")
    await writer.presses("写一条新的")
    await writer.says("拿不准就拨打96110。（示例）")
    await writer.presses("不写英文")
    await writer.presses("送审")
    await stage.deliver()
    await second.presses("同意发布")
    await send_broadcasts(stage.database, stage.house, stage.time)
    await second.says("/broadcast")
    return people


async def a_supervisor(stage: Stage, _: Path) -> People:
    return {"supervisor": await sign_in(stage, Role.SUPERVISOR)}


async def somebody_new(stage: Stage, _: Path) -> People:
    async with stage.database.transaction() as db:
        number, _code = await personnel.add(
            db, stage.house, "李警官（示例）", Role.TRIAGE, None, None, NOW
        )
        hashed = hash_code(stage.house.key, CODE)
        await staff.give_code(db, number, hashed, NOW + timedelta(hours=1))
    return {"new": stage.person(77)}


class Scene(NamedTuple):
    begins: Callable[[Stage, Path], Awaitable[People]]
    steps: tuple[Step, ...]


SCENES = {
    "a card is taken and put back": Scene(
        at_a_card,
        (
            acts("desk", "[全文和照片]", "review.show_whole"),
            looks("desk", "[分派依据]", "review.show_why"),
            acts("desk", "[✅ 接办]", "review.take"),
            acts("desk", "[card:put_back:1]", "review.put_back"),
        ),
    ),
    "a card is opened and sent on": Scene(
        at_a_card,
        (
            acts("desk", "[card:open:1]", "review.open_card"),
            looks("desk", "[转其他工作台]", "review.ask_where_to"),
            looks("desk", "[便民服务]", "review.ask_move"),
            acts("desk", "[确定转出]", "review.move_to"),
        ),
    ),
    "a card is given back": Scene(
        at_a_card,
        (
            acts("desk", "[不归本单位]", "review.ask_give_back"),
            acts("desk", "[确定转出]", "review.give_back"),
        ),
    ),
    "a template is sent": Scene(
        at_a_card,
        (
            acts("desk", "[答复]", "review.choose"),
            looks("desk", "[已经办好]", "review.preview_template"),
            acts("desk", "[📨 发给群众]", "review.send_template"),
        ),
    ),
    "own words are sent": Scene(
        at_a_card,
        (
            acts("desk", "[答复]", "review.choose"),
            looks("desk", "[✏️ 自己写]", "review.ask_own_words"),
            looks("desk", OWN, "review.preview_own"),
            acts("desk", "[📨 发给群众]", "review.send_own"),
        ),
    ),
    "what was closed twice is taken up again": Scene(
        closed_twice, (acts("supervisor", "[重新办理，我来办]", "review.resume"),)
    ),
    "an act is noted in a case": Scene(
        at_a_case,
        (
            looks("desk", f"/case {CASE}", "case_desk.find"),
            looks("desk", "[当事人来问过]", "case_desk.ask_evidence"),
            acts("desk", "值班室登记", "case_desk.note"),
            looks("desk", "[owed:open:1]", "case_desk.open_case"),
        ),
    ),
    "a day is confirmed and the property collected": Scene(
        a_day_proposed,
        (
            acts("desk", "[✅ 确认]", "task.settle"),
            acts("desk", "[✅ 已领取]", "task.collected"),
        ),
    ),
    "a day is refused": Scene(a_day_proposed, (acts("desk", "[换个时间]", "task.settle"),)),
    "an owner is told by telephone": Scene(
        property_of_a_sensitive_case, (acts("desk", "[已通知失主]", "task.told"),)
    ),
    "a petition gets more time": Scene(
        at_a_petition,
        (
            looks("desk", "[信访批准延期30日]", "task.ask_reason"),
            acts("desk", "[等鉴定评估]", "task.extend"),
        ),
    ),
    "a revisit is done": Scene(at_a_revisit, (acts("desk", "[✅ 已回访]", "task.finish"),)),
    "a broadcast is sent and stopped": Scene(
        two_for_broadcasts,
        (
            looks("writer", "/broadcast", "broadcast.show_list"),
            looks("writer", "[写一条新的]", "broadcast.write_new"),
            acts("writer", "拿不准就拨打96110。（示例）", "broadcast.take_words"),
            acts("writer", "When in doubt call 96110. (example)", "broadcast.take_words"),
            acts("writer", "[送审]", "broadcast.propose"),
            acts("second", "[退回去改]", "broadcast.judge"),
            looks("writer", "[改中文]", "broadcast.write_again"),
            acts("writer", "拨打96110。（示例）", "broadcast.take_words"),
            acts("writer", "[cast:no_english:1]", "broadcast.leave_english"),
            acts("writer", "[送审]", "broadcast.propose"),
            acts("second", "[同意发布]", "broadcast.judge"),
            looks("second", "[cast:open:1]", "broadcast.open_card"),
            looks("second", "[cast:list]", "broadcast.press_list"),
            looks("second", "[1号]", "broadcast.open_card"),
            acts("second", "[cast:stop:1]", "broadcast.ask_stop"),
        ),
    ),
    "a broadcast under way is paused, goes on and is stopped": Scene(
        a_broadcast_under_way,
        (
            looks("second", "[1号]", "broadcast.open_card"),
            acts("second", "[暂停]", "broadcast.hold_up"),
            acts("second", "[继续发]", "broadcast.hold_up"),
            looks("second", "[停止]", "broadcast.ask_stop"),
            acts("second", "[cast:stop_now:1]", "broadcast.stop"),
        ),
    ),
    "a supervisor looks around": Scene(
        a_supervisor,
        (
            looks("supervisor", "/menu", "workplace.open_menu"),
            looks("supervisor", "[分派准确率]", "workplace.show_precision"),
            looks("supervisor", "[工作台首页]", "workplace.press_menu"),
            looks("supervisor", "/help", "workplace.explain"),
            looks("supervisor", "/mine", "workplace.show_list"),
            looks("supervisor", "[desk:waiting:0]", "workplace.turn_page"),
            looks("supervisor", "/find M7K2M-9QXD", "workplace.find"),
            looks("supervisor", "/opinions", "opinions.choose"),
            looks("supervisor", "[opinions:all]", "opinions.press_choose"),
            looks("supervisor", "[队伍管理]", "opinions.show"),
            looks("supervisor", "/board", "board.show"),
            looks("supervisor", "您好", "workplace.not_understood"),
            looks("supervisor", "改成 您好吗", "workplace.edited"),
            looks("supervisor", "[nosuch:button]", "workplace.stale"),
        ),
    ),
    "a promise is entered": Scene(
        a_supervisor,
        (
            looks("supervisor", "/promise", "promises.show"),
            looks("supervisor", "[记一笔：关注民生民警走访]", "promises.ask_evidence"),
            acts("supervisor", "走访东街12户（示例）", "promises.enter"),
        ),
    ),
    "a workplace speaks another language": Scene(
        a_supervisor, (acts("supervisor", "/language en", "workplace.change_language"),)
    ),
    "somebody signs in and out": Scene(
        somebody_new,
        (
            acts("new", f"/staff {CODE}", "signin.sign_in"),
            acts("new", "/leave", "workplace.leave"),
        ),
    ),
}
