"""What follows from an act that staff noted on the page of a case: tasks end, citizens are told."""

from datetime import datetime

from handlers import returning
from handlers.case_acts import end_tasks
from handlers.house import House
from storage import cases
from storage.database import Transaction


async def follow_act(
    db: Transaction, house: House, case_id: int, act: str, now: datetime, staff_id: int
) -> None:
    """In the commit that noted the act. Acts of other names have no consequences."""
    await end_tasks(db, house, case_id, act, now, staff_id=staff_id)
    if act == "property_returnable":
        case = await cases.get(db, case_id)
        if case is not None:
            case.returnable = True
            await db.flush()
            await returning.announce(db, house, [case_id], now)
    elif act == returning.TOLD:
        await returning.hold(db, house, case_id, now)
    elif act == "property_collected":
        held = await returning.hold(db, house, case_id, now)
        if held is not None and held[0].collected_at is None:
            await returning.collected(db, house, *held, staff_id, now)
