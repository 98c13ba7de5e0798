"""An answer that waits for the morning while its citizen reads it by the receipt, or things go on."""

from collections.abc import Collection
from datetime import datetime

from content.text import Texts
from domain.complaint import EntryKind
from domain.say import Button, Say, press
from handlers.day import word_day
from handlers.deadlines import happened
from handlers.house import House
from handlers.welcome import menu_row
from storage import chats, complaints, held_answers
from storage.database import Transaction
from storage.schema.complaint import Complaint, ComplaintEntry

STEPS = frozenset({EntryKind.ANSWER, EntryKind.QUESTION, EntryKind.CLOSED})
"""What is brought with a question or buttons that a later step makes useless."""


async def mark_seen(
    db: Transaction, house: House, complaint: Complaint, seen: Collection[int], now: datetime
) -> None:
    """The complaint's own citizen has these entries (by number) before their eyes: what brings them
    is not sent any more, and they count as told."""
    rows = await held_answers.hold(db, complaint.id, now)
    read = [row for row in rows if held_answers.entry_of(row) in seen]
    for row in read:
        held_answers.drop(row, now)
    if read:
        await happened(db, house, complaint, "told", now)


async def outdate(db: Transaction, house: House, complaint: Complaint, now: datetime) -> None:
    """Something happened after these answers: they tell what was said then, and ask for nothing."""
    rows = await held_answers.hold(db, complaint.id, now)
    if not rows or complaint.citizen_id is None:
        return
    languages = {
        (chat.channel, chat.chat_id): chat.language
        for chat in await chats.of_citizen(db, complaint.citizen_id)
    }
    entries = {entry.id: entry for entry in await complaints.entries(db, complaint.id)}
    for row in rows:
        entry = entries.get(held_answers.entry_of(row))
        language = languages.get((row.channel, row.chat_id))
        if entry is not None and EntryKind(entry.kind) in STEPS and language is not None:
            row.say = _word_then(house, house.book[language], complaint, entry).as_json()


def _word_then(house: House, texts: Texts, complaint: Complaint, entry: ComplaintEntry) -> Say:
    day = word_day(texts, house.policy, entry.at)
    said = texts(f"receipt.said_{entry.kind}", day=day, text=(entry.text or "").strip())
    look = Button(texts("receipt.look"), press("receipt", "show", complaint.receipt_code))
    words = texts("receipt.went_on", code=complaint.receipt_code, said=said.strip())
    return Say(words, ((look,), menu_row(texts)))
