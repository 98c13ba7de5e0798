"""Cards of tasks: who gets them, what they say, how they change when the task is done."""

from datetime import datetime

from content.text import Texts
from domain.role import Role, called_of_unit, may_handle_case
from domain.say import Button, Say, press
from domain.unit import find_unit
from handlers.card_face import back_to_workplace
from handlers.cards import post_of
from handlers.day import word_day
from handlers.house import House
from storage import cards, chats, outbox, staff
from storage.database import Transaction
from storage.schema.case import Case
from storage.schema.citizen import Chat
from storage.schema.staff import Staff
from storage.schema.task import CaseTask


def subject_of(task_id: int) -> str:
    return f"task:{task_id}"


def unit_of(house: House, case: Case) -> str | None:
    """The id of the case's unit, None for one that the bureau does not list."""
    unit = find_unit(house.units, case.unit)
    return unit.id if unit else None


def may_handle(house: House, member: Staff, case: Case) -> bool:
    return may_handle_case(post_of(member), unit_of(house, case))


async def reachable(db: Transaction, house: House, case: Case, role: Role) -> list[Chat]:
    """The chats of those who are told of a case: its unit, else the casework desk, else those above."""
    members = {member.id: member for member in await staff.active(db)}
    found = await chats.of_staff(db, list(members))
    can_be_told = {chat.staff_id for chat in found}
    posts = {n: post_of(member) for n, member in members.items() if n in can_be_told}
    told = called_of_unit(posts, unit_of(house, case), role)
    return [chat for chat in found if chat.staff_id in told]


async def announce(
    db: Transaction, house: House, task: CaseTask, case: Case, news: str, role: Role, now: datetime
) -> int:
    """Put out a card for everybody whose turn it is; `news` is its first line. How many chats."""
    told = await reachable(db, house, case, role)
    for chat in told:
        await outbox.put(
            db,
            key=f"task:{task.id}:{news}:{chat.id}",
            kind="card",
            subject=subject_of(task.id),
            channel=chat.channel,
            chat_id=chat.chat_id,
            citizen_id=None,
            say=face(house, house.book[chat.language], task, case, news),
            due_at=now,
            now=now,
        )
    return len(told)


def face(house: House, texts: Texts, task: CaseTask, case: Case, news: str) -> Say:
    """The card of an open task. Staff find the case by its whole number; no citizen is named."""
    words = house.stages.of(case.kind, case.stage)
    text = texts(
        f"task.{news}",
        number=case.number,
        unit=case.unit,
        stage=words.title.in_language(texts.language),
        due=word_day(texts, house.policy, task.due_at),
    )
    done = Button(texts(f"task.do_{task.kind}"), press("task", "done", task.id))
    look = Button(texts("task.open_case"), press("owed", "open", case.id))
    return Say(text, ((done,), (look,), back_to_workplace(texts)))


async def change_cards(
    db: Transaction,
    house: House,
    task: CaseTask,
    case: Case,
    now: datetime,
    besides: tuple[str, int] | None = None,
) -> None:
    """One line in place of every card of a task that is over; what waits is not sent any more."""
    subject = subject_of(task.id)
    await cards.drop_waiting_of(db, subject, now)
    for shown in await cards.shown_of(db, subject):
        if (shown.channel, shown.chat_id) == besides:
            continue
        known = await chats.find(db, shown.channel, shown.chat_id)
        texts = house.book[known[0].language if known else "zh"]
        await outbox.put(
            db,
            key=f"edit:task:{task.id}:{task.state}:{shown.message_id}:{shown.channel}:{shown.chat_id}",
            kind="card",
            subject=subject,
            channel=shown.channel,
            chat_id=shown.chat_id,
            citizen_id=None,
            say=Say(_over(texts, task, case), edits=shown.message_id),
            due_at=now,
            now=now,
        )


def over(house: House, texts: Texts, task: CaseTask, case: Case) -> Say:
    """What stands in place of the pressed card."""
    look = Button(texts("task.open_case"), press("owed", "open", case.id))
    return Say(_over(texts, task, case), ((look,), back_to_workplace(texts)), edit=True)


def _over(texts: Texts, task: CaseTask, case: Case) -> str:
    return texts(f"task.{task.state}_{task.kind}", number=case.number)
