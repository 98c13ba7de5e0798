"""Takes full texts and photos of a complaint back from the chats of staff that may not keep them."""

from collections.abc import Callable
from datetime import datetime, timedelta

from domain.say import Say
from handlers.house import House
from storage import cards, chats, outbox, shown
from storage.database import Transaction
from storage.schema.shown import ShownMessage

DELETABLE = timedelta(hours=47)
"""Telegram lets bots delete what they said for two days. Older words are written over instead."""


async def take_back(
    db: Transaction,
    house: House,
    complaint_id: int,
    now: datetime,
    stays: Callable[[ShownMessage], bool] = lambda _: False,
) -> None:
    """Have everything taken back that does not stay; cards are changed by themselves, not here."""
    standing = {
        (card.channel, card.chat_id, card.message_id)
        for card in await cards.shown(db, complaint_id)
    }
    gone = [
        one
        for one in await shown.of_complaint(db, complaint_id)
        if (one.channel, one.chat_id, one.message_id) not in standing and not stays(one)
    ]
    for one in gone:
        say = Say(forget=(one.message_id,))
        if now - one.at >= DELETABLE and not one.is_photo:
            known = await chats.find(db, one.channel, one.chat_id)
            texts = house.book[known[0].language if known else "zh"]
            say = Say(texts("staff.not_here"), edits=one.message_id)
        await outbox.put(
            db,
            key=f"unshow:{one.id}:{now:%y%m%d%H%M%S}",
            kind="card",
            subject="erased",
            channel=one.channel,
            chat_id=one.chat_id,
            citizen_id=None,
            say=say,
            due_at=now,
            now=now,
        )
    await shown.forget(db, [one.id for one in gone])
