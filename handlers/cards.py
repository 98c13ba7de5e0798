"""Cards: how staff learn of a complaint, and how their cards follow what happens to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.area import Area
from domain.complaint import OPEN, State
from domain.role import (
    Place,
    Post,
    Role,
    bars_whole_desk,
    called,
    innermost,
    is_barred,
    may_see,
)
from domain.say import Button, Say, press
from handlers.card_face import Sheet, face, standing
from handlers.deadlines import happened
from handlers.house import House
from handlers.shown import take_back
from storage import audit, cards, chats, complaints, corrections, shown, staff
from storage.database import Transaction
from storage.schema.citizen import Chat
from storage.schema.complaint import Complaint
from storage.schema.shown import ShownMessage
from storage.schema.staff import Staff

BY_STAFF = frozenset({"taken", "answered", "asked", "closed"})
"""News that staff made: nobody gets a new card for it, those that stand elsewhere are changed."""

Where = tuple[str, int]
"""A chat, by channel and number."""


@dataclass(frozen=True, slots=True)
class Room:
    """A complaint and those who could hear of it: active members and the chats they are reached in."""

    complaint: Complaint
    place: Place
    members: Mapping[int, Staff]
    chats: Mapping[Where, Chat]

    @property
    def taker(self) -> Staff | None:
        return self.members.get(self.complaint.taker_id or 0)

    def member_at(self, where: Where) -> Staff | None:
        chat = self.chats.get(where)
        return self.members.get(chat.staff_id or 0) if chat else None


def post_of(member: Staff) -> Post:
    return Post(Role(member.role), Area(member.area) if member.area else None, member.unit)


async def place_of(db: Transaction, complaint: Complaint) -> Place:
    named = await complaints.named_units(db, complaint.id)
    return Place(Area(complaint.area), complaint.to_triage, frozenset(named))


async def sheet_of(db: Transaction, complaint: Complaint) -> Sheet:
    """What a card shows of a complaint, read from the rows."""
    return Sheet(
        complaint,
        await complaints.entries(db, complaint.id),
        await staff.find(db, complaint.taker_id) if complaint.taker_id else None,
        await corrections.was_moved(db, complaint.id),
        await complaints.named_units(db, complaint.id),
    )


async def announce(
    db: Transaction,
    house: House,
    complaint_id: int,
    now: datetime,
    news: str,
    besides: Where | None = None,
) -> None:
    """Tell those who answer a complaint what happened to it, by cards in the outbox.

    news: new | added | withdrawn | reopened | verdict, by the citizen; moved, put_back, closed_over and
    those of BY_STAFF, by staff in the chat `besides`, which knows already; lapsed, by the clock,
    which changes cards only. Who has taken it is told; while nobody has, the desk of its area,
    triage, supervisors or administrators: the first of these circles in which somebody may see it
    and can be reached. Of closed_over, a second closing over the citizen's "not", those hear who
    supervise. Cards that stand in other chats say what became of it, or nothing to those who may
    not see it any more.
    """
    complaint = await complaints.hold(db, complaint_id)
    if complaint is None:
        return
    members = {member.id: member for member in await staff.active(db)}
    await _free_from_barred(db, house, complaint, members, now)
    open_chats = await chats.of_staff(db, list(members))
    room = Room(
        complaint,
        await place_of(db, complaint),
        members,
        {(chat.channel, chat.chat_id): chat for chat in open_chats},
    )
    fresh = await _new_cards(db, house, room, _told(room, news), now, news)
    if besides is not None:
        fresh.pop(besides, None)
    changes = await _changes(db, house, room, fresh, besides)
    await _take_back_shown(db, house, room, now, news, besides)
    await cards.drop_waiting(db, complaint.id, now)
    number = await cards.next_round(db, complaint.id)
    for (channel, chat_id), say in (*changes, *fresh.items()):
        await cards.put(
            db,
            complaint_id=complaint.id,
            news=news,
            round_number=number,
            channel=channel,
            chat_id=chat_id,
            say=say,
            now=now,
        )


async def _free_from_barred(
    db: Transaction,
    house: House,
    complaint: Complaint,
    members: Mapping[int, Staff],
    now: datetime,
) -> None:
    """Take a complaint out of hands that must not hold it, and from a desk that must not see it."""
    place = await place_of(db, complaint)
    if not complaint.to_triage and bars_whole_desk([post_of(m) for m in members.values()], place):
        complaint.to_triage = True
    if complaint.taker_id is not None:
        taker = members.get(complaint.taker_id)
        if taker is None or is_barred(post_of(taker), place):
            back = {State.TAKEN: State.RECEIVED, State.ANSWERED: State.REOPENED}
            state = back.get(State(complaint.state))
            if state is not None:
                await complaints.move(db, complaint, state, now)
                await happened(db, house, complaint, "handed_over", now)
            complaint.taker_id = None
    await db.flush()


def _told(room: Room, news: str) -> list[int]:
    """Who gets a new card, by number."""
    if news in BY_STAFF or news == "lapsed":
        return []
    reachable = {chat.staff_id for chat in room.chats.values()}
    posts = {n: post_of(member) for n, member in room.members.items() if n in reachable}
    if news == "closed_over":
        others = {
            n: post
            for n, post in posts.items()
            if may_see(post, room.place) and n != room.complaint.taker_id
        }
        return called(others, Role.SUPERVISOR)
    if room.complaint.taker_id is not None:
        return [room.complaint.taker_id]
    return innermost(posts, room.place) if State(room.complaint.state) in OPEN else []


async def _new_cards(
    db: Transaction, house: House, room: Room, told: Sequence[int], now: datetime, news: str
) -> dict[Where, Say]:
    if not told:
        return {}
    sheet = await sheet_of(db, room.complaint)
    fresh = {}
    for where, chat in room.chats.items():
        member = room.member_at(where)
        if member is not None and member.id in told:
            texts = house.book[chat.language]
            fresh[where] = face(house, texts, sheet, member, news)
    subject = cards.subject(room.complaint.id)
    for number in told:
        await audit.record(db, staff_id=number, act="card", subject=subject, now=now, detail=news)
    return fresh


async def _changes(
    db: Transaction,
    house: House,
    room: Room,
    fresh: Mapping[Where, Say],
    besides: Where | None,
) -> list[tuple[Where, Say]]:
    """One line in place of every card that stands in a chat, and a way in for those who may see it."""
    changes = []
    for card in await cards.shown(db, room.complaint.id):
        where = (card.channel, card.chat_id)
        if where == besides:
            continue
        chat, member = room.chats.get(where), room.member_at(where)
        sees = member is not None and may_see(post_of(member), room.place)
        key = "newer" if where in fresh else standing(room.complaint) if sees else "not_yours"
        texts = house.book[chat.language if chat else "zh"]
        line = texts(
            f"staff.line_{key}",
            code=room.complaint.receipt_code,
            taker=room.taker.name if room.taker else "",
        )
        way_in = Button(texts("staff.open"), press("card", "open", room.complaint.id))
        buttons = ((way_in,),) if sees and where not in fresh else ()
        if line == card.text:
            continue
        changes.append((where, Say(line, buttons, edits=card.message_id)))
    return changes


async def _take_back_shown(
    db: Transaction, house: House, room: Room, now: datetime, news: str, besides: Where | None
) -> None:
    """Full texts and photos go with the right to see them; what the citizen withdrew goes everywhere.

    In the chat `besides` the newest message is being changed by this very act, so it is left.
    """
    last: dict[Where, int] = {}
    for one in await shown.of_complaint(db, room.complaint.id):
        last[one.channel, one.chat_id] = one.message_id

    def stays(one: ShownMessage) -> bool:
        where = (one.channel, one.chat_id)
        if where == besides and one.message_id == last[where]:
            return True
        member = room.member_at(where)
        sees = member is not None and may_see(post_of(member), room.place)
        return sees and news != "withdrawn"

    await take_back(db, house, room.complaint.id, now, stays)
