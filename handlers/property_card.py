"""Cards about property for those who handle its case: to be returned, a half day that was chosen."""

from collections.abc import Callable
from datetime import datetime

from content.text import Texts
from domain.returning import Slot
from domain.role import Role
from domain.say import Button, Say, press
from handlers.card_face import back_to_workplace
from handlers.day import word_due, word_slot
from handlers.house import House
from handlers.task_card import reachable
from storage import outbox
from storage.database import Transaction
from storage.schema.case import Case

Rows = tuple[tuple[Button, ...], ...]


async def announce(
    db: Transaction, house: House, case: Case, until: datetime, told: int, now: datetime
) -> None:
    """Something is to be returned; so many followers are told of it."""

    def face(texts: Texts) -> Say:
        end = word_due(house, texts, until)
        text = texts("task.property", **_facts(house, texts, case), told=told, until=end)
        return Say(text, staff_buttons(texts, case.id, owner_told=told > 0))

    await _put(db, house, case, f"property_card:{case.id}", face, now)


async def ask_to_confirm(
    db: Transaction, house: House, case: Case, slot: Slot, now: datetime
) -> None:
    """Somebody proposes a half day: yes or no."""

    def face(texts: Texts) -> Say:
        text = texts("task.slot", **_facts(house, texts, case), day=word_slot(texts, slot))
        answers = tuple(
            Button(texts(f"task.do_{answer}"), press("return", answer, case.id, slot))
            for answer in ("confirm", "refuse")
        )
        return Say(text, (answers, back_to_workplace(texts)))

    await _put(db, house, case, f"slot:{case.id}:{slot}", face, now)


async def tell_of_slot(
    db: Transaction, house: House, case: Case, what: str, slot: Slot, now: datetime
) -> None:
    """A half day does not stand any more. what: slot_void | slot_past."""

    def face(texts: Texts) -> Say:
        text = texts(f"task.{what}", **_facts(house, texts, case), day=word_slot(texts, slot))
        return Say(text, staff_buttons(texts, case.id))

    await _put(db, house, case, f"{what}:{case.id}:{slot}", face, now)


def staff_buttons(texts: Texts, case_id: int, *, owner_told: bool = True) -> Rows:
    """Under every card about property: collected, and whether the owner was told otherwise."""
    done = Button(texts("task.do_collected"), press("return", "collected", case_id))
    told = Button(texts("task.do_told_owner"), press("return", "told", case_id))
    look = Button(texts("task.open_case"), press("owed", "open", case_id))
    rows = ((done,),) if owner_told else ((told,), (done,))
    return (*rows, (look,), back_to_workplace(texts))


def _facts(house: House, texts: Texts, case: Case) -> dict[str, str]:
    stage = house.stages.of(case.kind, case.stage).title.in_language(texts.language)
    return {"number": case.number, "unit": case.unit, "stage": stage}


async def _put(
    db: Transaction,
    house: House,
    case: Case,
    key: str,
    face: Callable[[Texts], Say],
    now: datetime,
) -> None:
    for chat in await reachable(db, house, case, Role.DESK):
        await outbox.put(
            db,
            key=f"{key}:{int(now.timestamp())}:{chat.id}",
            kind="card",
            subject=f"property:{case.id}",
            channel=chat.channel,
            chat_id=chat.chat_id,
            citizen_id=None,
            say=face(house.book[chat.language]),
            due_at=now,
            now=now,
        )
