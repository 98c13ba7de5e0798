"""Brings what staff wrote to the citizen who may be contacted, with the buttons to react."""

from datetime import datetime

from content.text import Texts
from domain.complaint import EntryKind, Verdict
from domain.say import Button, Say, press
from handlers.house import House
from storage import chats, outbox
from storage.database import Transaction
from storage.schema.complaint import Complaint, ComplaintEntry


async def deliver_answer(
    db: Transaction, house: House, complaint: Complaint, entry: ComplaintEntry, now: datetime
) -> None:
    """Put an answer, a question or the closing word into the outbox, in the commit that keeps it.

    Nothing for an anonymous complaint: its answer waits behind the receipt code.
    """
    if complaint.citizen_id is None:
        return
    for chat in (await chats.of_citizen(db, complaint.citizen_id))[:1]:
        await outbox.put(
            db,
            key=f"answer:{entry.id}:{chat.id}",
            kind="answer",
            subject=f"complaint:{complaint.id}",
            channel=chat.channel,
            chat_id=chat.chat_id,
            citizen_id=complaint.citizen_id,
            say=word_answer(house.book[chat.language], complaint, entry),
            due_at=now,
            now=now,
        )


def word_answer(texts: Texts, complaint: Complaint, entry: ComplaintEntry) -> Say:
    """What the citizen reads; `entry` is an answer, a question or the closing word."""
    kind = EntryKind(entry.kind)
    words = texts(
        f"receipt.{kind}_came", code=complaint.receipt_code, text=(entry.text or "").strip()
    )
    code = complaint.receipt_code
    if kind is EntryKind.QUESTION:
        reply = Button(texts("receipt.reply"), press("receipt", "add", code))
        return Say(words, ((reply,),))
    if kind is EntryKind.CLOSED:
        reopen = Button(texts("receipt.reopen"), press("receipt", "reopen", code))
        return Say(words, ((reopen,),))
    return Say(words, verdict_buttons(texts, code))


def verdict_buttons(texts: Texts, code: str) -> tuple[tuple[Button, ...], ...]:
    """Two rows: solved, half; not solved, not explained."""

    def button(verdict: Verdict) -> Button:
        return Button(texts(f"receipt.{verdict}"), press("receipt", "verdict", code, verdict))

    return (
        (button(Verdict.SOLVED), button(Verdict.HALF)),
        (button(Verdict.NOT_SOLVED), button(Verdict.NOT_EXPLAINED)),
    )
