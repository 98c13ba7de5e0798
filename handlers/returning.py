"""Return of property: told, reminded of, and handed over. What was agreed is in handlers/appointment."""

from collections.abc import Sequence
from datetime import datetime

from domain.duty import rule_in_force
from domain.returning import days_left, next_reminder
from domain.say import Button, Say, press
from handlers import property_card
from handlers.case_acts import note
from handlers.case_notice import buttons, phone_of, tail, unit_of
from handlers.day import word_due
from handlers.house import House
from storage import cases, notices, outbox, returns
from storage.database import Transaction
from storage.schema.case import Case
from storage.schema.task import CaseProperty

COLLECTION = "property_collection"
"""The duty that says how long there is to collect."""


async def announce(db: Transaction, house: House, case_ids: Sequence[int], now: datetime) -> None:
    """Property of these cases can be collected: its owners are told, and the desk, once each."""
    for case_id in case_ids:
        case = await cases.get(db, case_id)
        calendar = house.rulebook.calendar
        today = now.astimezone(calendar.zone).date()
        rule = rule_in_force(house.rulebook.duties[COLLECTION].rules, today)
        if rule is None:
            continue
        until = rule.period.end(now, calendar)
        first = next_reminder(house.returning, now, until, now, calendar)
        if case is None or not await returns.add(db, case_id, now, until, first):
            continue
        told = await _tell(db, house, case, "property", until, now, f"{int(now.timestamp())}")
        await property_card.announce(db, house, case, until, told, now)
        await note(db, house, case_id, "property_returnable", now)


async def remind_some(db: Transaction, house: House, now: datetime, limit: int) -> int:
    """Remind owners whose day has come. How many cases there were."""
    due = await returns.claim_due(db, now, limit)
    for kept, case in due:
        day = kept.next_at or now
        kept.next_at = next_reminder(
            house.returning, kept.since, kept.until, now, house.rulebook.calendar
        )
        if kept.collected_at is None and not kept.agreed:
            at = f"{int(day.timestamp())}"
            await _tell(db, house, case, "property_reminder", kept.until, now, at)
    return len(due)


async def collected(
    db: Transaction, house: House, kept: CaseProperty, case: Case, staff_id: int, now: datetime
) -> None:
    """The owner has it: noted, told, and no reminder any more."""
    kept.collected_at, kept.next_at = now, None
    await notices.withhold_follow_ups(db, [case.id], now, ("property", "property_reminder"))
    await note(db, house, case.id, "property_collected", now, staff_id=staff_id)
    at = f"{int(now.timestamp())}"
    await _tell(db, house, case, "property_collected", kept.until, now, at)


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
