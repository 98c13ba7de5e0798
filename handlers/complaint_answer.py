"""Brings what staff wrote to the citizen who may be contacted, with the buttons to react."""

from datetime import datetime

from content.text import Texts
from domain.complaint import EntryKind, State, Verdict
from domain.say import Button, Say, press
from handlers.card_face import read_objection
from handlers.held_answer import outdate
from handlers.house import House
from handlers.welcome import menu_row
from storage import chats, complaints, outbox
from storage.database import Transaction
from storage.schema.complaint import Complaint, ComplaintEntry


async def deliver_answer(
    db: Transaction, house: House, complaint: Complaint, entry: ComplaintEntry, now: datetime
) -> None:
    """Put an answer, a question, the closing word or a supervisor's reopening into the outbox, in the
    commit that keeps it.

    Nothing for an anonymous complaint: its answer waits behind the receipt code.
    """
    if complaint.citizen_id is None:
        return
    await outdate(db, house, complaint, now)
    objection = read_objection(await complaints.entries(db, complaint.id))
    asks = objection.asks_again(State(complaint.state), complaint.verdict)
    chat = await chats.to_reach(db, complaint.citizen_id)
    if chat is None:
        return
    await outbox.put(
        db,
        key=f"answer:{entry.id}:{chat.id}",
        kind="answer",
        subject=f"complaint:{complaint.id}",
        channel=chat.channel,
        chat_id=chat.chat_id,
        citizen_id=complaint.citizen_id,
        say=word_answer(house.book[chat.language], complaint, entry, asks=asks),
        due_at=now,
        now=now,
    )


def word_answer(
    texts: Texts, complaint: Complaint, entry: ComplaintEntry, *, asks: bool = False
) -> Say:
    """What the citizen reads; `entry` is one that `deliver_answer` brings. asks: a closing word that
    goes over the citizen's "not" asks for their verdict once more."""
    kind, code = EntryKind(entry.kind), complaint.receipt_code
    menu = menu_row(texts)
    if kind is EntryKind.REOPENED:
        return Say(texts("receipt.reopened_came", code=code), (menu,))
    key = "receipt.closed_over_came" if asks else f"receipt.{kind}_came"
    words = texts(key, code=code, text=(entry.text or "").strip())
    if kind is EntryKind.QUESTION:
        reply = Button(texts("receipt.reply"), press("receipt", "add", code))
        return Say(words, ((reply,), menu))
    if kind is EntryKind.CLOSED and not asks:
        reopen = Button(texts("receipt.reopen"), press("receipt", "reopen", code))
        return Say(words, ((reopen,), menu))
    return Say(words, (*verdict_buttons(texts, code), menu))


def verdict_buttons(texts: Texts, code: str) -> tuple[tuple[Button, ...], ...]:
    """Two rows: solved, half; not solved, not explained."""

    def button(verdict: Verdict) -> Button:
        return Button(texts(f"receipt.{verdict}"), press("receipt", "verdict", code, verdict))

    return (
        (button(Verdict.SOLVED), button(Verdict.HALF)),
        (button(Verdict.NOT_SOLVED), button(Verdict.NOT_EXPLAINED)),
    )
