"""The work place of a member of staff: its first page, the lists, how well routing does."""

from content.text import Texts
from domain.broadcast import may_broadcast
from domain.receipt_code import read_code
from domain.role import Role, measured_areas, sees_board
from domain.say import Button, Say, press
from handlers.card_face import back_to_workplace, name_desk
from handlers.cards import post_of
from handlers.commands import word_commands
from handlers.day import word_day
from handlers.review import member_of, open_card
from handlers.turn import Turn
from storage import audit, complaints, corrections, desk
from storage.desk import Viewer
from storage.schema.staff import Staff

PAGE = 8


async def menu(turn: Turn, text: str | None = None, *, edit: bool = False) -> Say:
    """The way to everything, under how much there is to do."""
    texts, member = turn.texts, member_of(turn)
    viewer = Viewer(member.id, post_of(member))
    counts = {name: await desk.count(turn.db, name, viewer, turn.now) for name in desk.LISTS}
    lines = texts("staff.menu", name=member.name, role=name_role(texts, member), **counts)
    rows = [
        tuple(Button(texts(f"staff.menu_{name}"), press("desk", name, 0)) for name in desk.LISTS)
    ]
    rows.append((Button(texts("opinion.menu"), press("opinions", "all")),))
    last = [Button(texts("staff.menu_language"), press("language", "change"))]
    if measured_areas(viewer.post):
        last.insert(0, Button(texts("staff.menu_precision"), press("desk", "precision")))
    if sees_board(viewer.post):
        board = Button(texts("board.menu"), press("board"))
        rows.append((board, Button(texts("board.promises"), press("promise", "all"))))
    if may_broadcast(viewer.post):
        rows.append((Button(texts("broadcast.menu"), press("cast", "list")),))
    return Say(f"{text}\n\n{lines}" if text else lines, (*rows, tuple(last)), edit=edit)


async def explain(turn: Turn) -> Say:
    """All that can be done by a command here, by this person."""
    commands = word_commands(turn.texts, post_of(member_of(turn)))
    lines = [f"/{name} {said}" for name, said in commands]
    return await menu(turn, turn.texts("staff.help", commands="\n".join(lines)))


async def show_list(turn: Turn, name: str, offset: int = 0, *, edit: bool = False) -> Say:
    """A page of one of desk.LISTS; every complaint on it is one press away."""
    texts, member = turn.texts, member_of(turn)
    viewer = Viewer(member.id, post_of(member))
    number = await desk.count(turn.db, name, viewer, turn.now)
    found = await desk.page(turn.db, name, viewer, turn.now, offset, PAGE)
    await audit.record(
        turn.db, staff_id=member.id, act="list", subject=f"list:{name}", now=turn.now
    )
    lines = [texts(f"staff.list_{name}", number=number)]
    for complaint in found:
        due = word_day(texts, turn.policy, complaint.due_at)
        where = name_desk(texts, complaint)
        lines.append(texts("staff.list_line", code=complaint.receipt_code, desk=where, due=due))
    opens = [Button(c.receipt_code, press("card", "open", c.id)) for c in found]
    rows = [tuple(opens[i : i + 2]) for i in range(0, len(opens), 2)]
    turns = []
    if offset > 0:
        before = max(0, offset - PAGE)
        turns.append(Button(texts("staff.earlier"), press("desk", name, before)))
    if offset + PAGE < number:
        turns.append(Button(texts("staff.later"), press("desk", name, offset + PAGE)))
    if turns:
        rows.append(tuple(turns))
    if not found:
        lines.append(texts("staff.list_empty"))
    return Say("\n".join(lines), (*rows, back_to_workplace(turn.texts)), edit=edit)


async def find(turn: Turn, typed: str) -> Say:
    """Open a complaint by its receipt code, for those who may see it."""
    code = read_code(typed)
    if code is None:
        return Say(turn.texts("staff.find_how"), (back_to_workplace(turn.texts),))
    complaint = await complaints.by_code(turn.db, code)
    return await open_card(turn, complaint.id if complaint else 0)


async def understand(turn: Turn, typed: str) -> Say:
    """Anything else that staff write: a receipt code opens its complaint."""
    if read_code(typed) is not None:
        return await find(turn, typed)
    return await menu(turn, turn.texts("staff.not_understood"))


async def show_precision(turn: Turn, *, edit: bool = False) -> Say:
    """How many of the last routings to each area people kept: those sent straight to its desk, and
    the guesses that triage looked at first."""
    texts, member = turn.texts, member_of(turn)
    await audit.record(
        turn.db, staff_id=member.id, act="list", subject="list:precision", now=turn.now
    )
    areas = measured_areas(post_of(member))
    found = await corrections.precision(turn.db, areas)
    lines = [texts("staff.precision", over=corrections.PRECISION_OVER)]
    for area in areas:
        for sure, key in ((True, "precision_sure"), (False, "precision_guessed")):
            kept, decided = found[area, sure]
            if decided:
                name, share = texts(f"staff.area_{area}"), f"{kept / decided:.0%}"
                lines.append(
                    texts(f"staff.{key}", area=name, decided=decided, kept=kept, share=share)
                )
    if len(lines) == 1:
        lines.append(texts("staff.precision_none"))
    return Say("\n".join(lines), (back_to_workplace(texts),), edit=edit)


async def change_language(turn: Turn, language: str | None = None) -> Say:
    """To the given language, or to the other one."""
    turn.texts = turn.house.book[language or ("zh" if turn.language == "en" else "en")]
    if turn.chat is not None:
        turn.chat.language = turn.language
    number = member_of(turn).id
    await audit.record(
        turn.db,
        staff_id=number,
        act="language",
        subject=f"staff:{number}",
        now=turn.now,
        detail=turn.language,
    )
    return await menu(turn, turn.texts("staff.language_changed"))


def name_role(texts: Texts, member: Staff) -> str:
    area = texts(f"staff.area_{member.area}") if member.role == Role.DESK else ""
    return texts(f"staff.role_{member.role}", area=area)
