"""Between a choice shown and a button pressed: what happened to a complaint meanwhile."""

from collections.abc import Sequence

from domain.complaint import Act, EntryKind, State, follow
from domain.say import Say
from handlers.card_face import read_objection, standing
from handlers.review import card, member_of, name_taker
from handlers.turn import Turn
from storage.schema.complaint import Complaint, ComplaintEntry

ACTS = {
    EntryKind.ANSWER: Act.ANSWER,
    EntryKind.QUESTION: Act.ASK,
    EntryKind.CLOSED: Act.CLOSE,
}


def mark_of(entries: Sequence[ComplaintEntry]) -> int:
    """Where a complaint stands: the number of the last entry that is the citizen's own."""
    return max((entry.id for entry in entries if entry.staff_id is None), default=0)


def may_say(turn: Turn, complaint: Complaint, kind: EntryKind) -> bool:
    """Only who has taken it, and only where its state lets it follow."""
    possible = follow(State(complaint.state), ACTS[kind]) is not None
    return possible and complaint.taker_id == member_of(turn).id


async def stop(
    turn: Turn,
    complaint: Complaint,
    entries: Sequence[ComplaintEntry],
    kind: EntryKind,
    mark: int,
    *,
    by_template: bool = False,
    edit: bool = True,
) -> Say | None:
    """Why words of `kind`, chosen when the complaint stood at `mark`, don't go now: over the card as
    it stands. None when nothing is in the way."""
    why = await name_taker(turn, complaint)
    came = [entry for entry in entries if entry.staff_id is None and entry.id > mark]
    if not why and came:
        why = _word(turn, came[-1])
    if not why and not may_say(turn, complaint, kind):
        why = turn.texts(f"staff.stands_{standing(complaint)}")
    over = by_template and kind is EntryKind.CLOSED and read_objection(entries).stands
    if not why and over:
        why = turn.texts("staff.close_over_in_own_words")
    if not why:
        return None
    return await card(turn, complaint, head=turn.texts("staff.nothing_sent", why=why), edit=edit)


def _word(turn: Turn, entry: ComplaintEntry) -> str:
    """What the citizen did."""
    verdict = turn.texts(f"receipt.{entry.text}") if entry.kind == EntryKind.VERDICT else ""
    return turn.texts(f"staff.came_{entry.kind}", verdict=verdict)
