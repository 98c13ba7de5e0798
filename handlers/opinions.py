"""What people wrote in their own words in surveys, for those who answer for the area.

Nobody's, and nothing to handle: no person, no day, no survey is shown, so that nobody joins it with a
chat or with the other answers. It is among the rows only when its day is over.
"""

from datetime import date

from domain.area import Area
from domain.role import Place, is_barred, may_see
from domain.say import Button, Say, press
from domain.unit import named_units
from handlers.card_face import back_to_workplace
from handlers.cards import post_of
from handlers.review import member_of
from handlers.turn import Turn
from storage import audit, opinions

PAGE = 8
"""Opinions read at once; with 500 letters each they fit a message."""


async def choose_area(turn: Turn, *, edit: bool = False) -> Say:
    """A desk reads those of its own area at once; all others choose one."""
    post = post_of(member_of(turn))
    areas = [area for area in Area if may_see(post, Place(area, in_triage=False))]
    if len(areas) == 1:
        return await show(turn, areas[0], edit=edit)
    buttons = [Button(turn.texts(f"staff.area_{a}"), press("opinions", "of", a)) for a in areas]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    return Say(turn.texts("opinion.choose"), (*rows, back_to_workplace(turn.texts)), edit=edit)


async def show(
    turn: Turn, area: Area, before: tuple[date, str] | None = None, *, edit: bool = False
) -> Say:
    """A page of them, the newest first. One that names a unit is not shown to its people."""
    member = member_of(turn)
    post = post_of(member)
    allowed = may_see(post, Place(area, in_triage=False))
    await audit.record(
        turn.db,
        staff_id=member.id,
        act="opinions" if allowed else "refused",
        subject=f"opinions:{area}",
        now=turn.now,
    )
    if not allowed:
        return await choose_area(turn, edit=edit)
    found = await opinions.page(turn.db, area, before, PAGE + 1)
    lines = [turn.texts("opinion.heading", area=turn.texts(f"staff.area_{area}"))]
    for opinion in found[:PAGE]:
        named = frozenset(unit.id for unit in named_units(turn.house.units, opinion.text))
        if not is_barred(post, Place(area, opinion.to_triage, named)):
            lines.append(turn.texts("opinion.line", text=opinion.text))
    if len(lines) == 1:
        lines.append(turn.texts("opinion.none"))
    rows = [back_to_workplace(turn.texts)]
    if len(found) > PAGE:
        last = found[PAGE - 1]
        data = press("opinions", "of", area, last.day, last.id)
        rows.insert(0, (Button(turn.texts("opinion.older"), data),))
    return Say("\n\n".join(lines), tuple(rows), edit=edit)
