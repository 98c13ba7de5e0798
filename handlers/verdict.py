"""The citizen's word on an answer: settled, half, not settled, not explained."""

from domain.complaint import ENDED, Act, EntryKind, State, Verdict, can_reopen
from domain.objection import after_verdict
from domain.say import Button, Say, press
from handlers.card_face import read_objection
from handlers.moment import moment_of
from handlers.receipt import is_own, note, show, too_late
from handlers.turn import Turn
from storage import complaints
from storage.schema.complaint import Complaint


async def ask_half(turn: Turn, complaint: Complaint) -> Say:
    """Half settled: what of the other half? Nothing is closed by one press."""
    if await _after(turn, complaint, Act.ACCEPT) is None:
        return await too_late(turn, complaint)
    code = complaint.receipt_code
    rows = tuple(
        (Button(turn.texts(f"receipt.half_{name}"), press("receipt", "half", code, name)),)
        for name in ("go_on", "enough")
    )
    fleeting = not is_own(turn, complaint)
    return Say(turn.texts("receipt.ask_half", code=code), rows, fleeting=fleeting)


async def judge(turn: Turn, complaint: Complaint, verdict: Verdict, *, go_on: bool = False) -> Say:
    """Take the citizen's word on an answer: settled closes it, unsettled brings it back. On a closing
    over an earlier "not" too, as long as it may be reopened. go_on: half of it is still to be done."""
    act = Act.REJECT if go_on else verdict.act
    state = await _after(turn, complaint, act)
    if state is None:
        return await too_late(turn, complaint)
    at = await moment_of(turn, complaint)
    due = at + turn.policy.complaint_answer if act is Act.REJECT else None
    await complaints.move(turn.db, complaint, state, at, verdict=verdict, due_at=due)
    news = "rejected" if act is Act.REJECT else "verdict"
    await note(turn, complaint, EntryKind.VERDICT, "verdict", at, text=verdict, event=news)
    said = f"{verdict}_go_on" if go_on else verdict
    return await show(turn, complaint, head=turn.texts(f"receipt.judged_{said}"), edit=True)


async def _after(turn: Turn, complaint: Complaint, act: Act) -> State | None:
    """Where a verdict leads that is for accepting or rejecting. None: not now."""
    objection = read_objection(await complaints.entries(turn.db, complaint.id))
    before, within = State(complaint.state), turn.policy.complaint_reopen
    if before in ENDED and not can_reopen(before, complaint.closed_at, within, turn.now):
        return None
    return after_verdict(before, complaint.verdict, objection, act)
