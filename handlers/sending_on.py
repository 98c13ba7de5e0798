"""Staff send a complaint on to another desk, or give it back to triage: asked first, kept as a correction."""

from domain.area import Area
from domain.complaint import Act, State, follow
from domain.role import Role, is_barred, may_move_from_others
from domain.say import Button, Say, press
from handlers.card_face import back_to_workplace
from handlers.cards import place_of, post_of
from handlers.deadlines import happened
from handlers.review import keep_correction, look, member_of, not_here, not_now, tell_others
from handlers.turn import Turn
from storage import complaints, staff
from storage.schema.complaint import Complaint


async def ask_where_to(turn: Turn, complaint_id: int) -> Say:
    """Which desk instead: those that have somebody who may see it; the guess first in triage."""
    complaint = await look(turn, complaint_id, "open")
    if complaint is None:
        return not_here(turn)
    if not _may_move(turn, complaint):
        return await not_now(turn, complaint)
    areas = await _desks_for(turn, complaint)
    buttons = [
        Button(turn.texts(f"staff.area_{area}"), press("card", "to", complaint.id, area))
        for area in sorted(areas, key=lambda area: area != complaint.area)
    ]
    rows = [tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3)]
    back = Button(turn.texts("staff.back_to_card"), press("card", "open", complaint.id))
    sentence = "staff.where_to" if buttons else "staff.nobody_else"
    text = turn.texts(sentence, code=complaint.receipt_code)
    return Say(text, (*rows, (back,)), edit=True)


async def ask_move(turn: Turn, complaint_id: int, area: Area) -> Say:
    """Whether to send it there: it leaves one's hands, so one slip of a finger must not do it."""
    complaint = await look(turn, complaint_id, "open")
    if complaint is None:
        return not_here(turn)
    if not _may_move(turn, complaint) or area not in await _desks_for(turn, complaint):
        return await not_now(turn, complaint)
    where = turn.texts(f"staff.area_{area}")
    yes = press("card", "moves", complaint.id, area)
    return _ask(
        turn, complaint, turn.texts("staff.ask_move", code=complaint.receipt_code, area=where), yes
    )


async def ask_give_back(turn: Turn, complaint_id: int) -> Say:
    """The same for triage."""
    complaint = await look(turn, complaint_id, "open")
    if complaint is None:
        return not_here(turn)
    if complaint.to_triage or not _may_move(turn, complaint):
        return await not_now(turn, complaint)
    yes = press("card", "gives_back", complaint.id)
    return _ask(
        turn, complaint, turn.texts("staff.ask_give_back", code=complaint.receipt_code), yes
    )


def _ask(turn: Turn, complaint: Complaint, text: str, yes: str) -> Say:
    no = Button(turn.texts("staff.keep_here"), press("card", "open", complaint.id))
    return Say(text, ((Button(turn.texts("staff.send_on"), yes), no),), edit=True)


async def move_to(turn: Turn, complaint_id: int, area: Area) -> Say:
    """Send a complaint to another desk, and keep that as a correction of its routing."""
    complaint = await look(turn, complaint_id, "move", area)
    if complaint is None:
        return not_here(turn)
    if not _may_move(turn, complaint) or area not in await _desks_for(turn, complaint):
        return await not_now(turn, complaint)
    await keep_correction(turn, complaint, area)
    complaint.area, complaint.to_triage = area, False
    await _put_back(turn, complaint)
    where = turn.texts(f"staff.area_{area}")
    text = turn.texts("staff.moved", code=complaint.receipt_code, area=where)
    return Say(text, (back_to_workplace(turn.texts),), edit=True)


async def give_back(turn: Turn, complaint_id: int) -> Say:
    """Not for my unit: to triage, which sends it on."""
    complaint = await look(turn, complaint_id, "give_back")
    if complaint is None:
        return not_here(turn)
    if complaint.to_triage or not _may_move(turn, complaint):
        return await not_now(turn, complaint)
    complaint.to_triage = True
    await _put_back(turn, complaint)
    text = turn.texts("staff.gave_back", code=complaint.receipt_code)
    return Say(text, (back_to_workplace(turn.texts),), edit=True)


def _may_move(turn: Turn, complaint: Complaint) -> bool:
    member = member_of(turn)
    if follow(State(complaint.state), Act.HAND_OVER) is None:
        return False
    return complaint.taker_id in (None, member.id) or may_move_from_others(post_of(member))


async def _desks_for(turn: Turn, complaint: Complaint) -> set[Area]:
    """Areas, other than where it lies, whose desk has somebody who would not be barred."""
    place = await place_of(turn.db, complaint)
    areas = set()
    for member in await staff.active(turn.db):
        post = post_of(member)
        if post.role is Role.DESK and post.area and not is_barred(post, place):
            areas.add(post.area)
    return areas if place.in_triage else areas - {place.area}


async def _put_back(turn: Turn, complaint: Complaint) -> None:
    """Out of whose hands it was in; those who have it now are told."""
    state = follow(State(complaint.state), Act.HAND_OVER)
    if state is not None:
        await complaints.move(turn.db, complaint, state, turn.now)
    staff_id = member_of(turn).id
    await happened(turn.db, turn.house, complaint, "handed_over", turn.now, staff_id=staff_id)
    await tell_others(turn, complaint, "moved")
