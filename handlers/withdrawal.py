"""Who wants to hear no more of a case: the half day that they chose is void, and the desk calls."""

from domain.delivery import UNFOLLOWED
from domain.returning import Slot
from handlers import property_card
from handlers.turn import Turn
from storage import notices, returns
from storage.schema.citizen import Citizen


async def void_slots(turn: Turn, citizen: Citizen, case_id: int | None = None) -> str:
    """In one case or in all. What else the citizen is to be told then; nothing where there was none.

    Nobody could tell them of a yes or no any more, nor that a day does not suit after all.
    """
    held = await returns.chosen_by(turn.db, citizen.id, case_id)
    for kept, case in held:
        slot = Slot.read(kept.slot or "")
        kept.slot, kept.citizen_id, kept.agreed = None, None, False
        await property_card.tell_of_slot(turn.db, turn.house, case, "slot_void", slot, turn.now)
    if not held:
        return ""
    await notices.withhold_all(
        turn.db, [case.id for _, case in held], UNFOLLOWED, turn.now, citizen_id=citizen.id
    )
    return "\n\n" + turn.texts("notice.slots_void")
