"""What staff do with a complaint before they answer it: open, take, send on, give back."""

from domain.area import Area
from domain.complaint import WAITING, Act, State, follow
from domain.role import Role, is_barred, may_move_from_others, may_see
from domain.say import Button, Say, press
from handlers.card_face import back_to_workplace, face, whole
from handlers.cards import announce, place_of, post_of, sheet_of
from handlers.deadlines import happened
from handlers.turn import Turn
from storage import audit, complaints, corrections, staff
from storage.schema.complaint import Complaint
from storage.schema.staff import Staff

OPENS = ("open", "read")
"""Acts by which somebody has looked at a complaint."""


def member_of(turn: Turn) -> Staff:
    """Who acts. Raises PermissionError for anybody else."""
    if turn.staff is None:
        raise PermissionError("this is for staff")
    return turn.staff


async def look(turn: Turn, complaint_id: int, act: str) -> Complaint | None:
    """The complaint, held, if this member may see it as it stands now. Either way it is written down.

    None for one that is not there, too: nobody learns by trying which complaints there are.
    """
    member = member_of(turn)
    complaint = await complaints.hold(turn.db, complaint_id)
    allowed = complaint is not None and may_see(post_of(member), await place_of(turn.db, complaint))
    await audit.record(
        turn.db,
        staff_id=member.id,
        act=act if allowed else "refused",
        subject=f"complaint:{complaint_id}",
        now=turn.now,
        detail=None if allowed else act,
    )
    if complaint is None or not allowed:
        return None
    if act in OPENS:
        await happened(turn.db, turn.house, complaint, "opened", turn.now, staff_id=member.id)
    return complaint


def not_here(turn: Turn) -> Say:
    """In place of a complaint that is not there, or not for this member: also over an old card."""
    return Say(turn.texts("staff.not_here"), (back_to_workplace(turn.texts),), edit=True)


async def card(turn: Turn, complaint: Complaint, toast: str = "", *, edit: bool = True) -> Say:
    """The card as it stands now, for who acts."""
    sheet = await sheet_of(turn.db, complaint)
    made = face(turn.house, turn.texts, sheet, member_of(turn))
    return Say(made.text, made.buttons, edit=edit, toast=toast)


async def open_card(turn: Turn, complaint_id: int) -> Say:
    complaint = await look(turn, complaint_id, "open")
    return await card(turn, complaint) if complaint else not_here(turn)


async def show_whole(turn: Turn, complaint_id: int) -> list[Say]:
    """All of the words and photos; then the card again, under them."""
    complaint = await look(turn, complaint_id, "read")
    if complaint is None:
        return [not_here(turn)]
    said = await complaints.entries(turn.db, complaint.id)
    return [*whole(turn.house, turn.texts, said), await card(turn, complaint, edit=False)]


async def take(turn: Turn, complaint_id: int) -> Say:
    """Take a complaint that nobody has. Who comes second is told who has it."""
    complaint = await look(turn, complaint_id, "take")
    if complaint is None:
        return not_here(turn)
    return await card(turn, complaint, await take_held(turn, complaint))


async def take_held(turn: Turn, complaint: Complaint) -> str:
    """Take what `look` holds, if it waits: nobody else can meanwhile. Returns how it went, in words."""
    member = member_of(turn)
    if complaint.state in WAITING:
        await complaints.move(turn.db, complaint, State.TAKEN, turn.now, taker_id=member.id)
        await happened(turn.db, turn.house, complaint, "taken", turn.now, staff_id=member.id)
        if not complaint.to_triage:
            await _confirm_routing(turn, complaint)
        await _tell_others(turn, complaint, "taken")
        return turn.texts("staff.taken")
    return await name_taker(turn, complaint)


async def name_taker(turn: Turn, complaint: Complaint) -> str:
    """That somebody else has it; empty when nobody has."""
    if complaint.taker_id in (None, member_of(turn).id):
        return ""
    taker = await staff.find(turn.db, complaint.taker_id or 0)
    return turn.texts("staff.has_taker", taker=taker.name if taker else "")


async def ask_where_to(turn: Turn, complaint_id: int) -> Say:
    """Which desk instead: those that have somebody who may see it; the guess first in triage."""
    complaint = await look(turn, complaint_id, "open")
    if complaint is None:
        return not_here(turn)
    if not _may_move(turn, complaint):
        return await card(turn, complaint, turn.texts("staff.not_now"))
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


async def move_to(turn: Turn, complaint_id: int, area: Area) -> Say:
    """Send a complaint to another desk, and keep that as a correction of its routing."""
    complaint = await look(turn, complaint_id, "move")
    if complaint is None:
        return not_here(turn)
    if not _may_move(turn, complaint) or area not in await _desks_for(turn, complaint):
        return await card(turn, complaint, turn.texts("staff.not_now"))
    await _keep_correction(turn, complaint, area)
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
        return await card(turn, complaint, turn.texts("staff.not_now"))
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
    await _tell_others(turn, complaint, "moved")


async def _tell_others(turn: Turn, complaint: Complaint, news: str) -> None:
    here = (turn.channel, turn.chat_id)
    await announce(turn.db, turn.house, complaint.id, turn.now, news, besides=here)


async def _confirm_routing(turn: Turn, complaint: Complaint) -> None:
    """A desk that takes what was routed to it says that the routing was right."""
    if not await corrections.is_decided(turn.db, complaint.id):
        await _keep_correction(turn, complaint, Area(complaint.area))


async def _keep_correction(turn: Turn, complaint: Complaint, area: Area) -> None:
    await corrections.correct(
        turn.db,
        complaint_id=complaint.id,
        routed_to=complaint.area,
        corrected_to=area,
        staff_id=member_of(turn).id,
        now=turn.now,
    )
