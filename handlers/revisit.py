"""Revisits of unsolved cases: a task with a day, and a question to the citizen whether it was done."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.case_change import CaseChange
from domain.case_life import Kind, Stage
from domain.follow_up import UNSOLVED, is_unsolved, next_revisit
from domain.period import Period, Unit
from domain.role import Role
from domain.say import Button, Say, press
from handlers.case_acts import note
from handlers.case_notice import buttons, phone_of, tail, unit_of
from handlers.day import with_proviso, word_day
from handlers.house import House
from handlers.task_card import announce
from handlers.turn import Turn
from handlers.welcome import back_to_menu
from storage import cases, notices, outbox, tasks
from storage.database import Transaction
from storage.schema.case import Case
from storage.schema.citizen import Citizen
from storage.schema.task import CaseTask

REVISIT, CONTACT = "revisit", "contact"
CONTACT_PERIOD = Period(3, Unit.WORKING_DAYS)
"""Working days in which somebody who asked is contacted, as content/failures.toml has it."""


def plan(house: House, changes: Sequence[CaseChange], now: datetime) -> None:
    """Set the day of the first revisit in cases that begin to wait for a solution; end it in others."""
    for change in changes:
        draft = change.draft
        if draft is None or not change.events:
            continue
        if not is_unsolved(draft.kind, draft.stage):
            draft.revisit_at = None
        elif draft.revisit_at is None:
            since = next(event.at for event in change.events if event.stage in UNSOLVED)
            draft.revisit_at = next_revisit(since, house.policy.revisit, now)


async def end_solved(db: Transaction, changes: Sequence[CaseChange], now: datetime) -> None:
    """Void the revisits of cases that wait for no solution any more, so that none is called late."""
    ended = [
        draft.id
        for change in changes
        if (draft := change.draft) and draft.id is not None and change.known and change.events
        if not is_unsolved(draft.kind, draft.stage)
    ]
    if ended:
        await tasks.void_all(db, ended, REVISIT, now)


async def hand_out(db: Transaction, house: House, now: datetime, limit: int) -> int:
    """Tasks for the revisits that come next. How many cases there were.

    One that should have been handed out long ago still leaves its people the usual time.
    """
    lead = house.policy.revisit_notice
    due = await tasks.claim_revisits(db, now + lead, limit)
    for case in due:
        if case.revisit_at is None:
            continue
        day = max(case.revisit_at, now + lead)
        case.revisit_at = next_revisit(case.revisit_at, house.policy.revisit, day)
        if not is_unsolved(Kind(case.kind), Stage(case.stage)):
            case.revisit_at = None
            continue
        look = day + house.policy.revisit_ask
        task = await tasks.add(db, case_id=case.id, kind=REVISIT, due_at=day, next_at=look, now=now)
        if task is not None:
            await announce(db, house, task, case, "revisit", Role.DESK, now)
    return len(due)


async def look_after(db: Transaction, house: House, now: datetime, limit: int) -> int:
    """After the day: ask the citizens; tell a supervisor of what nobody has noted as done."""
    due = await tasks.claim_due(db, REVISIT, now, limit)
    for task, case in due:
        task.next_at = None
        if not is_unsolved(Kind(case.kind), Stage(case.stage)):
            if task.state == "open":
                task.state = "void"
            continue
        if task.state == "open":
            await announce(db, house, task, case, "revisit_late", Role.SUPERVISOR, now)
        if not case.sensitive:
            await _ask(db, house, task, case, now)
    return len(due)


async def _ask(db: Transaction, house: House, task: CaseTask, case: Case, now: datetime) -> None:
    for to in await notices.addressees(db, [case.id]):
        texts = house.book[to.language]
        answers = (
            Button(texts(f"notice.revisit_{answer}"), press("follow", answer, task.id))
            for answer in ("yes", "no")
        )
        text = texts(
            "notice.told_revisit",
            tail=tail(case.number),
            date=word_day(texts, house.policy, task.due_at),
            unit=unit_of(house, texts, case.unit),
            phone=phone_of(house, case.unit, case.contact),
        )
        await outbox.put(
            db,
            key=f"revisit:case:{case.id}:{task.id}:{to.citizen_id}",
            kind=notices.KIND,
            subject=f"case:{case.id}",
            channel=to.channel,
            chat_id=to.chat_id,
            citizen_id=to.citizen_id,
            say=Say(text, buttons(texts, case.id, *answers)),
            due_at=now,
            now=now,
        )


async def answer(turn: Turn, citizen: Citizen, task_id: int, said: str) -> Say:
    """A citizen's yes or no. A no goes to the supervisors; a yes may still become one."""
    held = await tasks.hold(turn.db, task_id)
    found = await cases.find_followed(turn.db, held[1].id, citizen.id) if held else None
    if held is None or found is None:
        return Say(turn.texts("case.not_followed"), (back_to_menu(turn),))
    task, case = held
    if task.answer in (said, "no"):
        return Say(turn.texts("notice.revisit_answered"), (back_to_menu(turn),))
    task.answer = said
    if said == "no":
        until = await call_supervisor(turn, case)
        text = turn.texts(
            "notice.revisit_thanks_no",
            unit=unit_of(turn.house, turn.texts, case.unit),
            until=_word_contact(turn, until),
            phone=phone_of(turn.house, case.unit, case.contact),
        )
        return Say(text, (back_to_menu(turn),))
    if task.state == "open":
        await note(turn.db, turn.house, case.id, "revisited", turn.now, evidence="citizen")
    await turn.db.refresh(case)
    at = case.revisit_at or turn.now + turn.policy.revisit
    text = turn.texts("notice.revisit_thanks_yes", date=word_day(turn.texts, turn.policy, at))
    return Say(text, (back_to_menu(turn),))


async def call_supervisor(turn: Turn, case: Case) -> datetime:
    """Nobody was in touch: supervisors get the task to see to it. Until when."""
    task = await _contact_task(turn, case)
    await announce(turn.db, turn.house, task, case, "revisit_denied", Role.SUPERVISOR, turn.now)
    return task.due_at


async def ask_for_contact(turn: Turn, citizen: Citizen, case_id: int) -> Say:
    """Somebody who follows a case wants to be called: a task for its unit, one at a time."""
    found = await cases.find_followed(turn.db, case_id, citizen.id)
    if found is None:
        return Say(turn.texts("case.not_followed"), (back_to_menu(turn),))
    case, _ = found
    task = await _contact_task(turn, case)
    await announce(turn.db, turn.house, task, case, "contact", Role.DESK, turn.now)
    text = turn.texts(
        "notice.contact_coming",
        until=_word_contact(turn, task.due_at),
        unit=unit_of(turn.house, turn.texts, case.unit),
        phone=phone_of(turn.house, case.unit, case.contact),
    )
    return Say(text, (back_to_menu(turn),))


def _word_contact(turn: Turn, until: datetime) -> str:
    day = word_day(turn.texts, turn.policy, until)
    return with_proviso(turn.house, turn.texts, day, until)


async def _contact_task(turn: Turn, case: Case) -> CaseTask:
    """The open one of this case, or a new one: then the clock of an unanswered question begins."""
    task = await tasks.open_of(turn.db, case.id, CONTACT)
    if task is not None:
        return task
    # The second before midnight, so that the day that people read is the last one. It carries the
    # moment of asking in its fraction: another one of the same day has a row of its own.
    end = CONTACT_PERIOD.end(turn.now, turn.house.rulebook.calendar)
    due_at = end - timedelta(microseconds=1 + int(turn.now.timestamp()) % 86_400)
    added = await tasks.add(
        turn.db, case_id=case.id, kind=CONTACT, due_at=due_at, next_at=None, now=turn.now
    )
    if added is None:
        raise RuntimeError(f"two tasks of one second in case {case.id}")
    await note(turn.db, turn.house, case.id, "asked_about", turn.now)
    return added
