"""Invites people to say how their own matter was handled, once it has closed."""

from datetime import datetime

from content.text import Texts
from domain.complaint import EntryKind
from domain.feed_words import plain
from domain.say import Button, Say, press
from domain.survey import Occasion, Survey
from handlers.house import House
from handlers.welcome import menu_row
from storage import chats, complaints, outbox, survey_invitations
from storage.database import Transaction
from storage.survey_invitations import Closing


async def invite(db: Transaction, house: House, closing: Closing, now: datetime) -> bool:
    """Put one invitation into the outbox; False where there is a reason not to.

    One in the cool-down, only with the consent, once for each closing, never about what is
    sensitive or reads like a danger.
    """
    survey = event_survey(house)
    since = now - house.policy.survey_cooldown
    if survey is None or not await survey_invitations.hold_willing(db, closing.citizen_id, since):
        return False
    if closing.about == "complaint" and await _is_sensitive(db, house, closing.about_id):
        return False
    reachable = [c for c in await chats.of_citizen(db, closing.citizen_id) if c.staff_id is None]
    if not reachable:
        return False
    number = await survey_invitations.add(db, closing, survey.id, now)
    if number is None:
        return False
    chat = reachable[0]
    return await outbox.put(
        db,
        key=survey_invitations.outbox_key(number),
        kind="invitation",
        subject=f"{closing.about}:{closing.about_id}",
        channel=chat.channel,
        chat_id=chat.chat_id,
        citizen_id=closing.citizen_id,
        say=_word(house, house.book[chat.language], closing, number),
        due_at=house.policy.quiet_hours.next_open(now),
        now=now,
    )


def event_survey(house: House) -> Survey | None:
    """The survey for people whose own matter has closed."""
    return next((s for s in house.surveys.values() if s.occasion is Occasion.EVENT), None)


async def _is_sensitive(db: Transaction, house: House, complaint_id: int) -> bool:
    """What a citizen wrote names a sensitive matter, or a danger: a person speaks to them instead."""
    for entry in await complaints.entries(db, complaint_id):
        if entry.kind == EntryKind.TEXT.value and entry.text:
            words = plain(entry.text)
            if any(word in words for word in house.sensitive_words) or house.find_alarm(entry.text):
                return True
    return False


def _word(house: House, texts: Texts, closing: Closing, number: int) -> Say:
    """Nothing in it that a fraudster could use: no link, no name, four characters of the number."""
    words = texts(
        "survey.invitation",
        matter=texts(f"survey.matter_{closing.about}", tail=closing.name[-4:]),
        days=house.policy.survey_expiry.days,
    )
    return Say(
        words,
        (
            (Button(texts("survey.accept"), press("survey", "accept", number)),),
            (
                Button(texts("survey.decline"), press("survey", "decline", number)),
                Button(texts("survey.no_more"), press("stop", "surveys", "off")),
            ),
            menu_row(texts),
        ),
    )
