"""Staff's words to a citizen are kept and brought to them: an answer, a question, the closing word."""

from domain.complaint import EntryKind, State, follow
from domain.say import Button, Say, press
from handlers.card_face import back_to_workplace, read_objection
from handlers.cards import announce
from handlers.complaint_answer import deliver_answer
from handlers.deadlines import happened
from handlers.meanwhile import ACTS, stop
from handlers.review import confirm_routing, look, member_of, not_here
from handlers.turn import Turn
from storage import chats, complaints
from storage.schema.complaint import Complaint

NEWS = {
    EntryKind.ANSWER: "answered",
    EntryKind.QUESTION: "asked",
    EntryKind.CLOSED: "closed",
}


async def send_template(turn: Turn, complaint_id: int, reply_id: str, mark: int) -> Say:
    """Send what `preview_template` showed."""
    reply = next((r for r in turn.house.replies if r.id == reply_id), None)
    if reply is None:
        return not_here(turn)
    return await send(turn, complaint_id, reply.kind, mark, reply_id=reply_id)


async def send(
    turn: Turn,
    complaint_id: int,
    kind: EntryKind,
    mark: int,
    *,
    words: str = "",
    reply_id: str = "",
) -> Say:
    """Keep an answer, question or closing word and bring it to the citizen. A second press does nothing.

    `mark` is where the complaint stood when the words were chosen: what the citizen did since then
    is to be read first.
    """
    complaint = await look(turn, complaint_id, kind)
    if complaint is None:
        return not_here(turn)
    if reply_id:
        words = word_template(turn, complaint, reply_id)
    said = await complaints.entries(turn.db, complaint.id)
    if said and said[-1].kind == kind and said[-1].text == words:
        return await _sent(turn, complaint, kind)
    stopped = await stop(turn, complaint, said, kind, mark, by_template=bool(reply_id))
    if stopped is not None:
        return stopped
    objection = read_objection(said)
    over = kind is EntryKind.CLOSED and objection.stands
    entry = await complaints.add_entry(
        turn.db, complaint.id, kind, turn.now, staff_id=member_of(turn).id, text=words
    )
    state = follow(State(complaint.state), ACTS[kind])
    if over:
        complaint.verdict = None  # the citizen is asked for a new one
    if state is not None and (state != complaint.state or kind is EntryKind.ANSWER):
        await complaints.move(turn.db, complaint, state, turn.now)
    if kind is not EntryKind.QUESTION:
        await confirm_routing(turn, complaint)
    staff_id = member_of(turn).id
    await happened(turn.db, turn.house, complaint, NEWS[kind], turn.now, staff_id=staff_id)
    if complaint.citizen_id is None:  # behind the receipt code it is as told as it can be
        await happened(turn.db, turn.house, complaint, "told", turn.now)
    await deliver_answer(turn.db, turn.house, complaint, entry, turn.now)
    news = "closed_over" if over and objection.closed_over else NEWS[kind]
    here = (turn.channel, turn.chat_id)
    await announce(turn.db, turn.house, complaint.id, turn.now, news, besides=here)
    return await _sent(turn, complaint, kind)


def word_template(turn: Turn, complaint: Complaint, reply_id: str) -> str:
    """A template's words in the citizen's language. Raises KeyError for an unknown one."""
    reply = {reply.id: reply for reply in turn.house.replies}[reply_id]
    return reply.word(turn.house.book[complaint.language], code=complaint.receipt_code)


async def _sent(turn: Turn, complaint: Complaint, kind: EntryKind) -> Say:
    hours = turn.policy.quiet_hours
    if complaint.citizen_id is None:
        text = turn.texts("staff.sent_hidden")
    elif not await chats.is_reached(turn.db, complaint.citizen_id):
        text = turn.texts("staff.sent_unreached")
    elif hours.hold(turn.now):
        text = turn.texts(f"staff.held_{kind}", time=f"{hours.end:%H:%M}")
    else:
        text = turn.texts(f"staff.sent_{kind}")
    back = Button(turn.texts("staff.back_to_card"), press("card", "open", complaint.id))
    buttons = ((back,), back_to_workplace(turn.texts))
    return Say(text, buttons, edit=True)
