"""Return of property: told, reminded of, and handed over. What was agreed is in handlers/appointment."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.case_act import Act
from domain.duty import Event, rule_in_force
from domain.returning import Slot, days_left, next_look, next_reminder
from domain.say import Button, Say, press
from handlers import property_card
from handlers.case_acts import note
from handlers.case_deadlines import subject_of
from handlers.case_notice import buttons, phone_of, tail, unit_of
from handlers.day import word_due
from handlers.house import House
from storage import cases, events, notices, outbox, returns
from storage.database import Transaction
from storage.schema.case import Case
from storage.schema.task import CaseProperty

COLLECTION = "property_collection"
"""The duty that says how long there is to collect."""
TOLD: Act = "owner_notified"
"""What its time is counted from."""

Held = tuple[CaseProperty, Case]


async def announce(db: Transaction, house: House, case_ids: Sequence[int], now: datetime) -> None:
    """Property of these cases can be collected: its owners are told, and the desk."""
    for case_id in case_ids:
        case = await cases.get(db, case_id)
        # As the duty does, the owner's time counts from when they hear of it, and that is not at night.
        until = _end(house, house.policy.quiet_hours.next_open(now))
        if case is None or until is None:
            continue
        look_again(house, await returns.begin(db, case_id, now, until), now)
        told = await _tell(db, house, case, "property", until, now, f"{int(now.timestamp())}")
        await property_card.announce(db, house, case, until, told, now)
        await note(db, house, case_id, "property_returnable", now)


async def hold(db: Transaction, house: House, case_id: int, now: datetime) -> Held | None:
    """A case's property with the case, held until the end of the commit; its time as it counts now."""
    held = await returns.hold(db, case_id)
    if held is not None:
        acts = await events.of_subjects(db, [subject_of(case_id)])
        _count_from_notice(house, held[0], acts[subject_of(case_id)], now)
    return held


async def look_after(db: Transaction, house: House, now: datetime, limit: int) -> int:
    """Remind owners whose day has come, and ask the desk about half days that are past. How many
    cases there were."""
    due = await returns.claim_due(db, now, limit)
    calendar = house.rulebook.calendar
    acts = await events.of_subjects(db, [subject_of(case.id) for _, case in due])
    for kept, case in due:
        day = kept.next_at or now
        _count_from_notice(house, kept, acts[subject_of(case.id)], now)
        slot = Slot.read(kept.slot) if kept.slot else None
        before = day - timedelta(seconds=1)
        reminder = next_reminder(house.returning, kept.since, kept.until, before, calendar)
        if kept.collected_at is not None:
            kept.next_at = None
            continue
        if slot is not None and slot.over_at(calendar) <= now:
            kept.slot, kept.citizen_id, kept.agreed = None, None, False
            await property_card.tell_of_slot(db, house, case, "slot_past", slot, now)
        elif reminder is not None and reminder <= now and not kept.agreed:
            at = f"{int(day.timestamp())}"
            await _tell(db, house, case, "property_reminder", kept.until, now, at)
        look_again(house, kept, now)
    return len(due)


def look_again(house: House, kept: CaseProperty, now: datetime) -> None:
    """Set when the clock looks at it next: for a reminder, or after the half day that was chosen."""
    slot = Slot.read(kept.slot) if kept.slot else None
    kept.next_at = next_look(
        house.returning, kept.since, kept.until, slot, now, house.rulebook.calendar
    )


async def collected(
    db: Transaction, house: House, kept: CaseProperty, case: Case, staff_id: int, now: datetime
) -> None:
    """The owner has it: noted, told, and no reminder any more."""
    kept.collected_at, kept.next_at = now, None
    await notices.withhold_follow_ups(db, [case.id], now, ("property", "property_reminder"))
    await note(db, house, case.id, "property_collected", now, staff_id=staff_id)
    at = f"{int(now.timestamp())}"
    await _tell(db, house, case, "property_collected", kept.until, now, at)


def _count_from_notice(
    house: House, kept: CaseProperty, acts: Sequence[Event], now: datetime
) -> None:
    """The time to collect counts from the day on which the owner was told, as the duty has it."""
    told = next((e.at for e in acts if e.name == TOLD and e.at >= kept.since), None)
    until = _end(house, told) if told else None
    if told is None or until is None or told == kept.since:
        return
    kept.since, kept.until = told, until
    if kept.collected_at is None:
        look_again(house, kept, now)


def _end(house: House, since: datetime) -> datetime | None:
    """The end of the time to collect; None where no law was in force yet."""
    calendar = house.rulebook.calendar
    day = since.astimezone(calendar.zone).date()
    rule = rule_in_force(house.rulebook.duties[COLLECTION].rules, day)
    return rule.period.end(since, calendar) if rule else None


async def _tell(
    db: Transaction, house: House, case: Case, what: str, until: datetime, now: datetime, at: str
) -> int:
    """Put out one of the notices about property to all who follow the case. How many it reaches."""
    if case.sensitive:
        return 0
    told = await notices.addressees(db, [case.id])
    for to in told:
        texts = house.book[to.language]
        text = texts(
            f"notice.told_{what}",
            tail=tail(case.number),
            unit=unit_of(house, texts, case.unit),
            phone=phone_of(house, case.unit, case.contact),
            until=word_due(house, texts, until),
            left=days_left(until, now),
        )
        choose = Button(texts("notice.property_choose"), press("return", "days", case.id))
        own = () if what == "property_collected" else (choose,)
        await outbox.put(
            db,
            key=f"{what}:case:{case.id}:{at}:{to.citizen_id}",
            kind=notices.KIND,
            subject=f"case:{case.id}",
            channel=to.channel,
            chat_id=to.chat_id,
            citizen_id=to.citizen_id,
            say=Say(text, buttons(texts, case.id, *own)),
            due_at=now,
            now=now,
        )
    return sum(to.reached for to in told)
