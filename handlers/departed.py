"""Takes everything of complaints out of a chat that is a work place no longer."""

from collections.abc import Iterator
from datetime import datetime

from content.text import Texts
from domain.say import Say
from handlers.house import House
from handlers.shown import DELETABLE
from storage import cards, outbox, shown
from storage.database import Transaction


async def take_back_all(
    db: Transaction, house: House, channel: str, chat_id: int, language: str, now: datetime
) -> None:
    """Cards, full texts and photos go, after the chat was unbound: whoever sits there next, on
    another day or at a shared machine, may not read them.
    """
    others = await shown.of_chat(db, channel, chat_id)
    came = dict(await cards.standing_in(db, channel, chat_id))
    came |= {one.message_id: one.at for one in others}
    photos = {one.message_id for one in others if one.is_photo}
    for number, say in enumerate(_say_gone(house.book[language], came, photos, now)):
        await outbox.put(
            db,
            key=f"left:{channel}:{chat_id}:{now:%y%m%d%H%M%S%f}:{number}",
            kind="card",
            subject="erased",
            channel=channel,
            chat_id=chat_id,
            citizen_id=None,
            say=say,
            due_at=now,
            now=now,
        )
    await cards.forget_in(db, channel, chat_id)
    await shown.forget(db, [one.id for one in others])


def _say_gone(
    texts: Texts, came: dict[int, datetime], photos: set[int], now: datetime
) -> Iterator[Say]:
    """New messages are deleted; what bots may not delete any more is written over, but for photos."""
    old = [number for number, at in came.items() if now - at >= DELETABLE and number not in photos]
    new = sorted(came.keys() - set(old))
    if new:
        yield Say(forget=tuple(new))
    for number in sorted(old):
        yield Say(texts("staff.not_here"), edits=number)
