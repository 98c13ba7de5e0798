"""Cards of complaints that are erased."""

from collections.abc import Sequence
from datetime import datetime

from domain.say import Say
from handlers.house import House
from handlers.shown import take_back
from storage import cards, chats, outbox
from storage.database import Transaction


async def forget_cards(
    db: Transaction, house: House, complaint_ids: Sequence[int], now: datetime
) -> None:
    """Before complaints are erased: take the citizen's words off the cards that stand in chats."""
    for complaint_id in complaint_ids:
        standing_cards = await cards.shown(db, complaint_id)
        await take_back(db, house, complaint_id, now)
        await cards.forget(db, complaint_id)
        for card in standing_cards:
            known = await chats.find(db, card.channel, card.chat_id)
            texts = house.book[known[0].language if known else "zh"]
            await outbox.put(
                db,
                key=f"edit:{complaint_id}:erased:{card.channel}:{card.chat_id}",
                kind="card",
                subject="erased",
                channel=card.channel,
                chat_id=card.chat_id,
                citizen_id=None,
                say=Say(texts("staff.line_erased"), edits=card.message_id),
                due_at=now,
                now=now,
            )
