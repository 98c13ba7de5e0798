"""An answer that nobody judged settles a complaint after a while; the citizen can still judge it."""

from datetime import datetime

from domain.anonymity import blur
from domain.complaint import Act, EntryKind, State, follow
from handlers import cards
from handlers.deadlines import happened, subject_of
from handlers.house import House
from storage import complaints, events
from storage.database import Transaction


async def lapse(db: Transaction, house: House, complaint_id: int, now: datetime) -> None:
    """Close an answered complaint for want of a verdict. One that is not answered any more is let be."""
    complaint = await complaints.hold(db, complaint_id)
    state = follow(State(complaint.state), Act.LAPSE) if complaint is not None else None
    if complaint is None or state is None:
        return
    last = await events.last(db, subject_of(complaint.id))
    at = now if complaint.citizen_id is not None else blur(now, last)
    await complaints.move(db, complaint, state, at)
    await complaints.add_entry(db, complaint.id, EntryKind.LAPSED, at)
    await happened(db, house, complaint, "closed", at)
    await cards.announce(db, house, complaint.id, at, "lapsed")
