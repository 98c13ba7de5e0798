"""Words that a complaint waits for: typed without a button, they are taken for its answer."""

from handlers.draft import draft_of
from handlers.turn import Turn
from storage import complaints


async def begin(turn: Turn) -> str | None:
    """Let a new draft add to the citizen's complaint that was asked about, or judged not solved.

    Returns what to say of it; None where nothing is waited for, or something else is being written.
    """
    kept = await draft_of(turn)
    if turn.citizen is None or kept is None or kept.parts:
        return None
    waiting = await complaints.awaiting(turn.db, turn.citizen.id)
    if waiting is None:
        return None
    kept.adds_to = waiting.receipt_code
    return turn.texts("complaint.as_answer", code=waiting.receipt_code)
