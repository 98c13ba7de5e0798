"""A day for collecting property: the citizen proposes, staff confirm, the citizen is told."""

from domain.returning import Slot, offered
from domain.say import Button, Say, press
from handlers import property_card, returning
from handlers.card_face import back_to_workplace
from handlers.case_acts import note
from handlers.case_notice import buttons, phone_of, tail, unit_of
from handlers.day import word_due, word_slot
from handlers.review import member_of
from handlers.task_card import may_handle
from handlers.turn import Turn
from handlers.welcome import back_to_menu
from storage import audit, cases, chats, outbox
from storage.schema.case import Case
from storage.schema.citizen import Citizen
from storage.schema.task import CaseProperty


async def offer(turn: Turn, citizen: Citizen, case_id: int) -> Say:
    """The half days to choose from. Who gets no notices of the case could not be told of a yes."""
    found = await cases.find_followed(turn.db, case_id, citizen.id)
    held = await returning.hold(turn.db, turn.house, case_id, turn.now) if found else None
    if found is None or held is None:
        return Say(turn.texts("case.not_followed"), (back_to_menu(turn),))
    kept, case = held
    phone = phone_of(turn.house, case.unit, case.contact)
    if kept.collected_at is not None:
        return Say(turn.texts("notice.property_over", phone=phone), (back_to_menu(turn),))
    slots = _offered(turn, kept)
    if not slots or case.sensitive:
        return Say(turn.texts("notice.property_no_days", phone=phone), (back_to_menu(turn),))
    if not (citizen.notices and found[1].notices):
        on = Button(turn.texts("case.turn_on"), press("case", "notices", case.id, "on"))
        muted = turn.texts("notice.property_muted", phone=phone)
        return Say(muted, ((on,), back_to_menu(turn)))
    rows = [
        (Button(word_slot(turn.texts, slot), press("return", "at", case.id, slot)),)
        for slot in slots
    ]
    text = turn.texts(
        "notice.property_days",
        tail=tail(case.number),
        unit=unit_of(turn.house, turn.texts, case.unit),
    )
    return Say(text, (*rows, back_to_menu(turn)))


async def propose(turn: Turn, citizen: Citizen, case_id: int, written: str) -> Say:
    """Keep a proposed half day, and ask the unit to confirm it. Not offered any more: offer anew."""
    found = await cases.find_followed(turn.db, case_id, citizen.id)
    wanted = found is not None and citizen.notices and found[1].notices
    held = await returning.hold(turn.db, turn.house, case_id, turn.now) if wanted else None
    if held is None or held[0].collected_at is not None or held[1].sensitive:
        return await offer(turn, citizen, case_id)
    kept, case = held
    slot = next((one for one in _offered(turn, kept) if str(one) == written), None)
    if slot is None:
        return await offer(turn, citizen, case_id)
    if (kept.slot, kept.citizen_id) != (str(slot), citizen.id):
        kept.slot, kept.citizen_id, kept.agreed = str(slot), citizen.id, False
        returning.look_again(turn.house, kept, turn.now)
        await property_card.ask_to_confirm(turn.db, turn.house, case, slot, turn.now)
    day = word_slot(turn.texts, slot)
    text = turn.texts(
        "notice.property_proposed", day=day, unit=unit_of(turn.house, turn.texts, case.unit)
    )
    other = Button(turn.texts("notice.property_other"), press("return", "days", case.id))
    return Say(text, ((other,), back_to_menu(turn)), edit=True)


async def settle(turn: Turn, case_id: int, written: str, *, agreed: bool) -> Say:
    """Staff confirm a proposed half day, or ask for another one. A changed one is left alone."""
    held = await _of_staff(turn, case_id, "confirm" if agreed else "refuse")
    if held is None:
        return _not_here(turn)
    kept, case = held
    if kept.slot != written or kept.collected_at is not None:
        gone = turn.texts("task.slot_gone", number=case.number)
        return Say(gone, (back_to_workplace(turn.texts),), edit=True)
    slot, told = Slot.read(written), True
    if agreed and not kept.agreed:
        kept.agreed = True
        told = await _tell_proposer(turn, kept, case, slot, "property_agreed")
    elif not agreed:
        told = await _tell_proposer(turn, kept, case, slot, "property_refused")
        kept.slot, kept.agreed = None, False
    name = "slot_confirmed" if agreed else "slot_refused"
    text = turn.texts(f"task.{name}", number=case.number, day=word_slot(turn.texts, slot))
    if not told:
        text = f"{text}\n\n{turn.texts('task.slot_unreached')}"
    return Say(text, property_card.staff_buttons(turn.texts, case.id), edit=True)


async def confirm_collected(turn: Turn, case_id: int) -> Say:
    """Staff note that the owner has it. A second press changes nothing."""
    held = await _of_staff(turn, case_id, "collected")
    if held is None:
        return _not_here(turn)
    kept, case = held
    if kept.collected_at is None:
        member = member_of(turn)
        await returning.collected(turn.db, turn.house, kept, case, member.id, turn.now)
    text = turn.texts("task.collected", number=case.number)
    return Say(text, (back_to_workplace(turn.texts),), edit=True)


async def confirm_told(turn: Turn, case_id: int) -> Say:
    """Staff told the owner by telephone or letter."""
    held = await _of_staff(turn, case_id, "told_owner")
    if held is None:
        return _not_here(turn)
    kept, case = held
    member = member_of(turn)
    await note(turn.db, turn.house, case.id, returning.TOLD, turn.now, staff_id=member.id)
    await returning.hold(turn.db, turn.house, case.id, turn.now)
    until = word_due(turn.house, turn.texts, kept.until)
    text = turn.texts("task.told_owner", number=case.number, until=until)
    return Say(text, property_card.staff_buttons(turn.texts, case.id), edit=True)


def _offered(turn: Turn, kept: CaseProperty) -> list[Slot]:
    calendar = turn.house.rulebook.calendar
    return list(offered(turn.house.returning, turn.now, kept.until, calendar))


async def _of_staff(turn: Turn, case_id: int, act: str) -> returning.Held | None:
    """The property, if this member handles the case. Either way it is written down."""
    member = member_of(turn)
    held = await returning.hold(turn.db, turn.house, case_id, turn.now)
    allowed = held is not None and may_handle(turn.house, member, held[1])
    await audit.record(
        turn.db,
        staff_id=member.id,
        act=act if allowed else "refused",
        subject=f"case:{case_id}",
        now=turn.now,
        detail=None if allowed else act,
    )
    return held if allowed else None


async def _tell_proposer(turn: Turn, kept: CaseProperty, case: Case, slot: Slot, what: str) -> bool:
    """An answer to what was asked here: it waits for the end of the quiet hours only. False: it
    reaches nobody, so staff are to call."""
    chat = await chats.to_reach(turn.db, kept.citizen_id) if kept.citizen_id else None
    if chat is None:
        return False
    texts = turn.house.book[chat.language]
    text = texts(
        f"notice.told_{what}",
        tail=tail(case.number),
        unit=unit_of(turn.house, texts, case.unit),
        phone=phone_of(turn.house, case.unit, case.contact),
        day=word_slot(texts, slot),
    )
    other = Button(texts("notice.property_other"), press("return", "days", case.id))
    await outbox.put(
        turn.db,
        key=f"{what}:{case.id}:{slot}:{int(turn.now.timestamp())}:{chat.id}",
        kind="answer",
        subject=f"case:{case.id}",
        channel=chat.channel,
        chat_id=chat.chat_id,
        citizen_id=kept.citizen_id,
        say=Say(text, buttons(texts, case.id, other)),
        due_at=turn.now,
        now=turn.now,
    )
    return chat.closed_at is None and not case.sensitive


def _not_here(turn: Turn) -> Say:
    return Say(turn.texts("task.not_here"), (back_to_workplace(turn.texts),), edit=True)
