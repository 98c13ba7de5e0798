"""The moment at which a citizen did something, as it is written down."""

from datetime import datetime

from domain.anonymity import blur
from handlers.deadlines import subject_of
from handlers.turn import Turn
from storage import events
from storage.schema.complaint import Complaint


async def moment_of(turn: Turn, complaint: Complaint) -> datetime:
    """Now; with a complaint that is nobody's only about now, and after all that happened to it."""
    if complaint.citizen_id is not None:
        return turn.now
    return blur(turn.now, await events.last(turn.db, subject_of(complaint.id)))
