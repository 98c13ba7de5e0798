"""Staff are told of somebody whom no message reaches any more, and call."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from content.text import Texts
from domain.role import Role, innermost, may_see
from domain.say import Button, Say, press
from handlers.card_face import back_to_workplace
from handlers.cards import place_of, post_of
from handlers.house import House
from handlers.task_card import reachable
from storage import audit, chats, complaints, outbox, staff, unreached
from storage.database import Transaction
from storage.schema.case import Case
from storage.schema.citizen import Chat
from storage.schema.complaint import Complaint
from storage.unreached import Unreached

LOOKED_BACK = timedelta(days=7)
"""Where nobody at work could be told for that long, the deadlines have become loud by themselves."""


async def tell_some(db: Transaction, house: House, now: datetime, limit: int) -> int:
    """Put out the cards about some of these people. How many there were."""
    found = await unreached.unreached(db, now - LOOKED_BACK, limit)
    for one in found:
        kind, _, number = one.subject.partition(":")
        if kind == "case":
            await _tell_of_case(db, house, one, int(number), now)
        else:
            await _tell_of_complaint(db, house, one, int(number), now)
    return len(found)


async def _tell_of_case(
    db: Transaction, house: House, one: Unreached, case_id: int, now: datetime
) -> None:
    case = await db.get(Case, case_id)
    if case is None:
        return
    for chat in await reachable(db, house, case, Role.DESK):
        await _put(db, one, chat, _case_face(house, house.book[chat.language], case), now)


def _case_face(house: House, texts: Texts, case: Case) -> Say:
    """Staff find the case by its whole number; no citizen is named.

    One that turned sensitive is no failure of the chat: nothing is tried there any more.
    """
    text = texts(
        "unreached.sensitive" if case.sensitive else "unreached.case",
        number=case.number,
        unit=case.unit,
        stage=house.stages.of(case.kind, case.stage).title.in_language(texts.language),
    )
    look = Button(texts("task.open_case"), press("owed", "open", case.id))
    return Say(text, ((look,), back_to_workplace(texts)))


async def _tell_of_complaint(
    db: Transaction, house: House, one: Unreached, complaint_id: int, now: datetime
) -> None:
    complaint = await complaints.find(db, complaint_id)
    if complaint is None:
        return
    for chat in await _answering(db, complaint):
        texts = house.book[chat.language]
        look = Button(texts("staff.open"), press("card", "open", complaint.id))
        say = Say(
            texts("unreached.complaint", code=complaint.receipt_code),
            ((look,), back_to_workplace(texts)),
        )
        await _put(db, one, chat, say, now)
        await audit.record(
            db,
            staff_id=chat.staff_id or 0,
            act="card",
            subject=one.subject,
            now=now,
            detail="unreached",
        )


async def _answering(db: Transaction, complaint: Complaint) -> Sequence[Chat]:
    """The chats of who has taken it, else of the first circle in which somebody may see it."""
    members = {member.id: member for member in await staff.active(db)}
    found = await chats.of_staff(db, list(members))
    place = await place_of(db, complaint)
    can_be_told = {chat.staff_id for chat in found}
    posts = {n: post_of(member) for n, member in members.items() if n in can_be_told}
    seeing = {n: post for n, post in posts.items() if may_see(post, place)}
    taker = complaint.taker_id
    told = [taker] if taker in seeing else innermost(seeing, place)
    return [chat for chat in found if chat.staff_id in told]


async def _put(db: Transaction, one: Unreached, chat: Chat, say: Say, now: datetime) -> None:
    subject = unreached.subject_of(one)
    await outbox.put(
        db,
        key=f"{subject}:{chat.id}",
        kind=unreached.KIND,
        subject=subject,
        channel=chat.channel,
        chat_id=chat.chat_id,
        citizen_id=None,
        say=say,
        due_at=now,
        now=now,
    )
