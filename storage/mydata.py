"""How much is linked to one citizen, and where it is found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from storage import history
from storage.database import Transaction
from storage.schema.case import CaseFollower
from storage.schema.citizen import Chat, Consent
from storage.schema.complaint import Complaint, ComplaintEntry, Photo
from storage.schema.draft import ComplaintDraft
from storage.schema.history import WebMessage
from storage.schema.outbox import Outbox
from storage.schema.survey import SurveySession


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept of a citizen. `in_hand`: receipt codes of complaints that are not closed yet."""

    consents: int
    chats: int
    in_hand: tuple[str, ...]
    closed: int
    photos: int
    cases: int
    sessions: int
    messages: int
    waiting: int


async def count(db: Transaction, citizen_id: int) -> Kept:
    """Count what storage.erasure would erase or unlink."""
    chats = await all_chats(db, citizen_id)

    async def number(table: Any, *conditions: ColumnElement[bool]) -> int:
        return await db.scalar(select(func.count()).select_from(table).where(*conditions)) or 0

    mine = Complaint.citizen_id == citizen_id
    codes = await db.scalars(
        select(Complaint.receipt_code)
        .where(mine, Complaint.closed_at.is_(None))
        .order_by(Complaint.id)
    )
    return Kept(
        consents=await number(Consent, Consent.citizen_id == citizen_id),
        chats=len(chats),
        in_hand=tuple(codes),
        closed=await number(Complaint, mine, Complaint.closed_at.is_not(None)),
        photos=await number(Photo, Photo.id.in_(photos_of(mine))),
        cases=await number(CaseFollower, CaseFollower.citizen_id == citizen_id),
        sessions=await number(SurveySession, SurveySession.citizen_id == citizen_id),
        messages=await number(WebMessage, said_in(chats)),
        waiting=await number(Outbox, Outbox.citizen_id == citizen_id, Outbox.state == "waiting"),
    )


async def all_chats(db: Transaction, citizen_id: int) -> Sequence[Chat]:
    """All chats of a citizen, also those that were closed by their channel."""
    rows = await db.scalars(select(Chat).where(Chat.citizen_id == citizen_id).order_by(Chat.id))
    return rows.all()


async def drafts_in(db: Transaction, chats: Sequence[Chat]) -> Sequence[ComplaintDraft]:
    """What is being written in these chats and was not sent yet."""
    rows = await db.scalars(
        select(ComplaintDraft).where(ComplaintDraft.chat_row_id.in_([chat.id for chat in chats]))
    )
    return rows.all()


def photos_of(complaints: ColumnElement[bool]) -> Select[Any]:
    """The numbers of the photos of these complaints."""
    return (
        select(ComplaintEntry.photo_id)
        .join(Complaint, Complaint.id == ComplaintEntry.complaint_id)
        .where(complaints, ComplaintEntry.photo_id.is_not(None))
    )


def said_in(chats: Sequence[Chat]) -> ColumnElement[bool]:
    """Messages of the web chats among these."""
    numbers = [chat.chat_id for chat in chats if chat.channel == history.CHANNEL]
    return WebMessage.chat_id.in_(numbers)
