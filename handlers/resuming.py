"""A supervisor takes up again what a desk closed twice over the citizen's "not"."""

from domain.complaint import Act, EntryKind, State, follow
from domain.say import Say
from handlers.card_face import may_resume, read_objection
from handlers.complaint_answer import deliver_answer
from handlers.deadlines import happened
from handlers.review import card, look, member_of, not_here, not_now, tell_others
from handlers.turn import Turn
from storage import chats, complaints


async def resume(turn: Turn, complaint_id: int) -> Say:
    """Reopen it with a new promise, in the supervisor's own hands; the citizen is told."""
    complaint = await look(turn, complaint_id, "resume")
    if complaint is None:
        return not_here(turn)
    member = member_of(turn)
    objection = read_objection(await complaints.entries(turn.db, complaint.id))
    reopened = follow(State(complaint.state), Act.REOPEN)
    if reopened is None or not may_resume(complaint, member, objection):
        return await not_now(turn, complaint)
    due = turn.now + turn.policy.complaint_answer
    await complaints.move(turn.db, complaint, reopened, turn.now, due_at=due)
    entry = await complaints.add_entry(
        turn.db, complaint.id, EntryKind.REOPENED, turn.now, staff_id=member.id
    )
    await happened(turn.db, turn.house, complaint, "reopened", turn.now, staff_id=member.id)
    await complaints.move(turn.db, complaint, State.TAKEN, turn.now, taker_id=member.id)
    await happened(turn.db, turn.house, complaint, "taken", turn.now, staff_id=member.id)
    await deliver_answer(turn.db, turn.house, complaint, entry, turn.now)
    await tell_others(turn, complaint, "taken")
    citizen = complaint.citizen_id
    reached = citizen is None or await chats.is_reached(turn.db, citizen)
    key = "staff.resumed" if reached else "staff.resumed_unreached"
    return await card(turn, complaint, turn.texts(key))
