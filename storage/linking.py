"""Questions about the chats of one citizen: codes that bind a further one, binding and parting."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from storage import chats, erasure, history, history_erasure, inbox, photos
from storage.database import Transaction, insert_into
from storage.mydata import drafts_in
from storage.schema.citizen import Chat, Citizen, Consent, LinkCode
from storage.schema.outbox import Outbox
from storage.schema.survey import SurveyRest


async def give_code(db: Transaction, citizen_id: int, code_hash: str, expires_at: datetime) -> None:
    """Keep the hash of a new code in place of any older one of that citizen."""
    given = {"code_hash": code_hash, "expires_at": expires_at}
    await db.execute(
        insert_into(db, LinkCode)
        .values(citizen_id=citizen_id, **given)
        .on_conflict_do_update(index_elements=["citizen_id"], set_=given)
    )


async def find_code(db: Transaction, code_hash: str, now: datetime) -> int | None:
    """The number of the citizen whose code it is."""
    return await db.scalar(
        select(LinkCode.citizen_id).where(
            LinkCode.code_hash == code_hash, LinkCode.expires_at > now
        )
    )


async def use_code(db: Transaction, code_hash: str, now: datetime) -> Citizen | None:
    """Whose code it is; it is used up by this, so that of two at the same moment one gets it."""
    number = await db.scalar(
        delete(LinkCode)
        .where(LinkCode.code_hash == code_hash, LinkCode.expires_at > now)
        .returning(LinkCode.citizen_id)
    )
    return await db.get(Citizen, number) if number is not None else None


async def forget_expired(db: Transaction, now: datetime) -> None:
    await db.execute(delete(LinkCode).where(LinkCode.expires_at <= now))


async def bind(db: Transaction, chat: Chat, own: Citizen, citizen: Citizen, now: datetime) -> Chat:
    """Make a chat `citizen`'s, whose newest it is now, and forget `own`, who had nothing but this chat.

    The proof that it was agreed to there comes along, and so does how long a survey is not offered:
    nobody answers one twice from two chats. All other choices are those of `citizen`.
    """
    await db.execute(
        update(Consent)
        .where(Consent.citizen_id == own.id, Consent.kind == "processing")
        .values(citizen_id=citizen.id)
    )
    await _join_rests(db, own.id, citizen.id)
    # What was said here before was not said to whoever else is the citizen now.
    if chat.channel == history.CHANNEL:
        await history_erasure.erase(db, chat.chat_id, now)
    channel, chat_id, language = chat.channel, chat.chat_id, chat.language
    await db.delete(chat)
    await db.flush()
    bound = Chat(channel=channel, chat_id=chat_id, citizen_id=citizen.id, language=language)
    db.add(bound)
    await db.flush()
    await erasure.erase(db, own.id, now)
    return bound


async def _join_rests(db: Transaction, own_id: int, citizen_id: int) -> None:
    rows = await db.scalars(
        select(SurveyRest).where(SurveyRest.citizen_id.in_((own_id, citizen_id)))
    )
    until: dict[str, list[SurveyRest]] = {}
    for row in rows:
        until.setdefault(row.survey, []).append(row)
    for survey, rests in until.items():
        longest = max(rest.until for rest in rests)
        theirs = next((rest for rest in rests if rest.citizen_id == citizen_id), None)
        if theirs is None:
            db.add(SurveyRest(citizen_id=citizen_id, survey=survey, until=longest))
        else:
            theirs.until = longest
    await db.flush()


async def part(db: Transaction, citizen_id: int, parted: Sequence[Chat], now: datetime) -> None:
    """These chats are the citizen's no more: what was said and begun there goes, and what waits to be
    sent there goes to the newest that is left. One that is a member of staff's stays theirs."""
    for draft in await drafts_in(db, parted):
        await photos.erase(db, [one["photo"] for one in draft.parts if one.get("photo")])
        await db.delete(draft)
    await db.flush()
    places = [(chat.channel, chat.chat_id) for chat in parted]
    for channel, chat_id in places:
        if channel == history.CHANNEL:
            await history_erasure.erase(db, chat_id, now)
    await inbox.forget_words(db, places, now)
    for chat in parted:
        if chat.staff_id is None:
            await db.delete(chat)
        else:
            chat.citizen_id, chat.state, chat.data = None, None, None
    await db.flush()
    left = await chats.to_reach(db, citizen_id)
    if left is None:
        return
    there = or_(
        *((Outbox.channel == channel) & (Outbox.chat_id == chat_id) for channel, chat_id in places)
    )
    await db.execute(
        update(Outbox)
        .where(Outbox.citizen_id == citizen_id, Outbox.state == "waiting", there)
        .values(channel=left.channel, chat_id=left.chat_id)
    )
