"""More time for a petition: granted once, with a reason, and told to the petitioner (信访工作条例 34)."""

from datetime import datetime
from typing import Final

from content.loader import Bilingual
from domain.duty import Event, Owed, Standing, owed
from domain.reckoning import fill_leaps
from domain.say import Button, Say, press
from handlers.card_face import back_to_workplace
from handlers.case_acts import note
from handlers.case_deadlines import lives_of
from handlers.case_notice import buttons, phone_of, tail, unit_of
from handlers.day import word_due
from handlers.house import House
from handlers.owed_words import grantor_of
from handlers.review import member_of
from handlers.task_card import may_handle
from handlers.turn import Turn
from storage import audit, cases, notices, outbox
from storage.schema.case import Case

CONCLUSION = "petition_conclusion"
EXTENDED: Final = "petition_extended"
REASONS = ("complex", "others", "expert")
"""Why more time is needed, in sentences that give away nothing."""


async def ask_reason(turn: Turn, case_id: int) -> Say:
    """For what reason were 30 days more granted?"""
    case = await _look(turn, case_id, "ask_extension")
    if case is None:
        return _not_here(turn)
    if await _end_if_extended(turn, case) is None:
        return _cannot(turn, case)
    rows = [
        (Button(turn.texts(f"task.extend_{why}"), press("extend", "for", case.id, why)),)
        for why in REASONS
    ]
    text = turn.texts("task.extend_why", number=case.number)
    by = await _grantor(turn, case)
    if by is not None:
        text += "\n" + turn.texts("deadline.grantor", by=by.in_language(turn.texts.language))
    return Say(text, (*rows, back_to_workplace(turn.texts)))


async def extend(turn: Turn, case_id: int, reason: str) -> Say:
    """Note the extension and tell those who follow the petition, until when and why."""
    case = await _look(turn, case_id, "extend")
    if case is None or reason not in REASONS:
        return _not_here(turn)
    until = await _end_if_extended(turn, case)
    if until is None:
        return _cannot(turn, case)
    member = member_of(turn)
    by = await _grantor(turn, case)
    await note(
        turn.db,
        turn.house,
        case.id,
        EXTENDED,
        turn.now,
        staff_id=member.id,
        evidence=turn.house.book["zh"](f"task.extend_{reason}"),
        granted_by=by.zh if by else None,
    )
    told = await _tell(turn, case, reason, until)
    text = turn.texts(
        "task.extended",
        number=case.number,
        until=word_due(turn.house, turn.texts, until),
        told=told,
    )
    return Say(text, (back_to_workplace(turn.texts),), edit=True)


async def _end_if_extended(turn: Turn, case: Case) -> datetime | None:
    """When the petition would have to be concluded; None where an extension would not count."""
    life = (await lives_of(turn.db, [case.id]))[case.id]
    before, after = (
        _open_end(turn.house, case, events, turn.now)
        for events in (life, [*life, Event(EXTENDED, turn.now)])
    )
    return after if before is not None and after is not None and after > before else None


async def _grantor(turn: Turn, case: Case) -> Bilingual | None:
    """Who may grant it, by the version of the duty that applies."""
    life = (await lives_of(turn.db, [case.id]))[case.id]
    return grantor_of(turn.house, _conclusion(turn.house, case, life, turn.now), EXTENDED)


def _open_end(house: House, case: Case, events: list[Event], now: datetime) -> datetime | None:
    found = _conclusion(house, case, events, now)
    return next((one.until for one in found if one.standing is Standing.OPEN), None)


def _conclusion(house: House, case: Case, events: list[Event], now: datetime) -> list[Owed]:
    rules = house.rulebook.duties[CONCLUSION].rules
    return owed(rules, case.kind, fill_leaps(case.kind, events), house.rulebook.calendar, now)


async def _tell(turn: Turn, case: Case, reason: str, until: datetime) -> int:
    """Put out the notice; how many it is for."""
    if case.sensitive:
        return 0
    told = await notices.addressees(turn.db, [case.id])
    for to in told:
        texts = turn.house.book[to.language]
        text = texts(
            "notice.told_extended",
            tail=tail(case.number),
            until=word_due(turn.house, texts, until),
            reason=texts(f"notice.reason_{reason}"),
            unit=unit_of(turn.house, texts, case.unit),
            phone=phone_of(turn.house, case.unit, case.contact),
        )
        await outbox.put(
            turn.db,
            key=f"extended:case:{case.id}:{int(until.timestamp())}:{to.citizen_id}",
            kind=notices.KIND,
            subject=f"case:{case.id}",
            channel=to.channel,
            chat_id=to.chat_id,
            citizen_id=to.citizen_id,
            say=Say(text, buttons(texts, case.id)),
            due_at=turn.now,
            now=turn.now,
        )
    return len(told)


async def _look(turn: Turn, case_id: int, act: str) -> Case | None:
    """The case, if this member handles it. Either way it is written down."""
    member = member_of(turn)
    case = await cases.get(turn.db, case_id)
    allowed = case is not None and may_handle(turn.house, member, case)
    await audit.record(
        turn.db,
        staff_id=member.id,
        act=act if allowed else "refused",
        subject=f"case:{case_id}",
        now=turn.now,
        detail=None if allowed else act,
    )
    return case if allowed else None


def _cannot(turn: Turn, case: Case) -> Say:
    text = turn.texts("task.cannot_extend", number=case.number)
    return Say(text, (back_to_workplace(turn.texts),), edit=True)


def _not_here(turn: Turn) -> Say:
    return Say(turn.texts("task.not_here"), (back_to_workplace(turn.texts),), edit=True)
