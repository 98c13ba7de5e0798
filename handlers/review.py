"""What staff do with a complaint before they answer it: open, read and take it."""

from dataclasses import replace

from domain.area import Area
from domain.complaint import WAITING, State
from domain.role import may_see
from domain.say import Say
from handlers.card_face import back_to_workplace, face, standing, whole
from handlers.cards import announce, place_of, post_of, sheet_of
from handlers.deadlines import happened
from handlers.routing_why import word_why
from handlers.turn import Turn
from storage import audit, complaints, corrections, staff
from storage.schema.complaint import Complaint
from storage.schema.staff import Staff

OPENS = ("open", "read", "why")
"""Acts by which somebody has looked at a complaint."""


def member_of(turn: Turn) -> Staff:
    """Who acts. Raises PermissionError for anybody else."""
    if turn.staff is None:
        raise PermissionError("this is for staff")
    return turn.staff


async def look(
    turn: Turn, complaint_id: int, act: str, detail: str | None = None
) -> Complaint | None:
    """The complaint, held, if this member may see it as it stands now. Either way it is written down.

    detail: of the act, for the record.
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
        detail=detail if allowed else act,
    )
    if complaint is None or not allowed:
        return None
    if act in OPENS:
        await happened(turn.db, turn.house, complaint, "opened", turn.now, staff_id=member.id)
    return complaint


def not_here(turn: Turn) -> Say:
    """In place of a complaint that is not there, or not for this member: also over an old card."""
    return Say(turn.texts("staff.not_here"), (back_to_workplace(turn.texts),), edit=True)


async def card(
    turn: Turn, complaint: Complaint, toast: str = "", *, head: str = "", edit: bool = True
) -> Say:
    """The card as it stands now, for who acts. `head` stands over it: why nothing was done."""
    sheet = await sheet_of(turn.db, complaint)
    made = face(turn.house, turn.texts, sheet, member_of(turn))
    text = f"{head}\n\n{made.text}" if head else made.text
    return Say(text, made.buttons, edit=edit, toast=toast, about=complaint.id)


async def open_card(turn: Turn, complaint_id: int) -> Say:
    complaint = await look(turn, complaint_id, "open")
    return await card(turn, complaint) if complaint else not_here(turn)


async def show_whole(turn: Turn, complaint_id: int) -> list[Say]:
    """All of the words and photos; then the card again, under them."""
    complaint = await look(turn, complaint_id, "read")
    if complaint is None:
        return [not_here(turn)]
    said = await complaints.entries(turn.db, complaint.id)
    told = [replace(say, about=complaint.id) for say in whole(turn.house, turn.texts, said)]
    return [*told, await card(turn, complaint, edit=False)]


async def show_why(turn: Turn, complaint_id: int) -> list[Say]:
    """Every word that routed it, with place and weight; then the card again, under them."""
    complaint = await look(turn, complaint_id, "why")
    if complaint is None:
        return [not_here(turn)]
    return [
        word_why(turn.house, turn.texts, complaint),
        await card(turn, complaint, edit=False),
    ]


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
        await tell_others(turn, complaint, "taken")
        return turn.texts("staff.taken")
    return await name_taker(turn, complaint)


async def put_back(turn: Turn, complaint_id: int) -> Say:
    """Out of one's own hands, to wait for anybody of its desk again."""
    complaint = await look(turn, complaint_id, "put_back")
    if complaint is None:
        return not_here(turn)
    member = member_of(turn)
    if complaint.state != State.TAKEN or complaint.taker_id != member.id:
        return await not_now(turn, complaint)
    await complaints.move(turn.db, complaint, State.RECEIVED, turn.now)
    await happened(turn.db, turn.house, complaint, "handed_over", turn.now, staff_id=member.id)
    await tell_others(turn, complaint, "put_back")
    return await card(turn, complaint, turn.texts("staff.was_put_back"))


async def name_taker(turn: Turn, complaint: Complaint) -> str:
    """That somebody else has it; empty when nobody has."""
    if complaint.taker_id in (None, member_of(turn).id):
        return ""
    taker = await staff.find(turn.db, complaint.taker_id or 0)
    return turn.texts("staff.has_taker", taker=taker.name if taker else "")


async def not_now(turn: Turn, complaint: Complaint) -> Say:
    """In place of what can't be done any more: how it stands, and that nothing was done."""
    words = await name_taker(turn, complaint)
    stands = turn.texts(f"staff.stands_{standing(complaint)}")
    return await card(turn, complaint, head=turn.texts("staff.nothing_done", why=words or stands))


async def tell_others(turn: Turn, complaint: Complaint, news: str) -> None:
    """Cards in other chats follow what was done in this one."""
    here = (turn.channel, turn.chat_id)
    await announce(turn.db, turn.house, complaint.id, turn.now, news, besides=here)


async def confirm_routing(turn: Turn, complaint: Complaint) -> None:
    """A desk that answers or closes what was routed to it says that the routing was right; by taking
    it, to look closer, it says nothing yet."""
    if not complaint.to_triage and not await corrections.is_decided(turn.db, complaint.id):
        await keep_correction(turn, complaint, Area(complaint.area))


async def keep_correction(turn: Turn, complaint: Complaint, area: Area) -> None:
    """What a person says of the routing, before the complaint is moved there."""
    await corrections.correct(
        turn.db,
        complaint_id=complaint.id,
        routed_to=complaint.area,
        corrected_to=area,
        was_sure=complaint.routed_sure,
        staff_id=member_of(turn).id,
        now=turn.now,
    )
