"""The cards of a broadcast: who is shown what, and how cards that stand in chats follow."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from domain.broadcast import State, may_broadcast
from domain.say import Say
from handlers.broadcast_face import UNDER_WAY, Standing, card
from handlers.cards import Where, post_of
from handlers.house import House
from storage import broadcast_cards, broadcasts, cards, chats, staff
from storage.database import Transaction
from storage.schema.broadcast import Broadcast
from storage.schema.citizen import Chat
from storage.schema.staff import Staff


async def standing_of(
    db: Transaction, house: House, broadcast: Broadcast, now: datetime
) -> Standing:
    writer = await staff.find(db, broadcast.writer_id)
    approver = await staff.find(db, broadcast.approver_id) if broadcast.approver_id else None
    before = State(broadcast.state) not in UNDER_WAY
    return Standing(
        broadcast,
        await broadcasts.count(db, broadcast),
        await broadcasts.count_willing(db) if before else 0,
        writer.name if writer else "",
        approver.name if approver else None,
        house.policy.quiet_hours.hold(now),
    )


async def approvers(db: Transaction, broadcast: Broadcast) -> list[int]:
    """Who could approve it: in charge of broadcasts, not its writer, and reached in a chat."""
    others = {m.id for m in await in_charge(db) if m.id != broadcast.writer_id}
    reached = {chat.staff_id for chat in await chats.of_staff(db, list(others))}
    return sorted(others & {number for number in reached if number is not None})


async def in_charge(db: Transaction) -> list[Staff]:
    return [member for member in await staff.active(db) if may_broadcast(post_of(member))]


async def announce(
    db: Transaction,
    house: House,
    broadcast: Broadcast,
    now: datetime,
    *,
    fresh: Collection[int] = (),
    news: str = "",
    besides: Where | None = None,
    progress: bool = False,
) -> None:
    """Bring every card that stands in a chat up to date; `fresh` members get a new one, with news.

    besides: the chat that acts, and knows. progress: only counts have moved, so that a card that
    says so already is let be. A new card that waits to be sent is written anew.
    """
    members = {member.id: member for member in await in_charge(db)}
    places = {(c.channel, c.chat_id): c for c in await chats.of_staff(db, list(members))}
    standing = await standing_of(db, house, broadcast, now)
    unsent = await broadcast_cards.drop_waiting(db, broadcast.id, now)
    number = await broadcast_cards.next_round(db, broadcast.id)
    shown = await cards.shown_of(db, broadcasts.subject(broadcast.id))
    new: dict[Where, str] = {where: "" for where in unsent if where in places}
    new |= {where: news for where, chat in places.items() if chat.staff_id in fresh}
    new.pop(besides or ("", 0), None)

    def face(chat: Chat, words: str = "") -> Say:
        return card(house, house.book[chat.language], standing, members[chat.staff_id or 0], words)

    for one in shown:
        where = (one.channel, one.chat_id)
        chat = places.get(where)
        if chat is None or where == besides:
            continue
        say = face(chat)
        if where in new:
            say = Say(house.book[chat.language]("broadcast.newer", number=broadcast.id))
        if not progress or say.text != one.text:
            change = replace(say, edits=one.message_id)
            await broadcast_cards.put(db, broadcast.id, number, where, change, now)
    for where, words in new.items():
        say = face(places[where], words)
        await broadcast_cards.put(db, broadcast.id, number, where, say, now)
