"""What is linked to one citizen, item by item, as far as they read it in the chat: the newest of each."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from domain.complaint import EntryKind
from storage.complaints import of_citizen
from storage.database import Transaction
from storage.mydata import all_chats, drafts_in
from storage.schema.case import Case, CaseFollower
from storage.schema.citizen import Consent
from storage.schema.complaint import Complaint, ComplaintEntry
from storage.schema.draft import ComplaintDraft
from storage.schema.outbox import Outbox
from storage.schema.survey import SurveySession

MOST = 10


class Items(NamedTuple):
    """complaints: each with its first words. cases: number, since when, whether with notices."""

    consents: Sequence[Consent]
    complaints: Sequence[tuple[Complaint, str]]
    cases: Sequence[tuple[str, datetime, bool]]
    sessions: Sequence[SurveySession]
    drafts: Sequence[ComplaintDraft]
    waiting: Sequence[Outbox]


async def find(db: Transaction, citizen_id: int) -> Items:
    consents = await db.scalars(
        select(Consent)
        .where(Consent.citizen_id == citizen_id)
        .order_by(Consent.id.desc())
        .limit(MOST)
    )
    cases = await db.execute(
        select(Case.number, CaseFollower.since, CaseFollower.notices)
        .join(Case, Case.id == CaseFollower.case_id)
        .where(CaseFollower.citizen_id == citizen_id)
        .order_by(CaseFollower.id.desc())
        .limit(MOST)
    )
    sessions = await db.scalars(select(SurveySession).where(SurveySession.citizen_id == citizen_id))
    waiting = await db.scalars(
        select(Outbox)
        .where(Outbox.citizen_id == citizen_id, Outbox.state == "waiting")
        .order_by(Outbox.id.desc())
        .limit(MOST)
    )
    return Items(
        consents.all(),
        await _complaints(db, citizen_id),
        [(number, since, notices) for number, since, notices in cases],
        sessions.all(),
        await drafts_in(db, await all_chats(db, citizen_id)),
        waiting.all(),
    )


async def _complaints(db: Transaction, citizen_id: int) -> list[tuple[Complaint, str]]:
    found = await of_citizen(db, citizen_id, MOST)
    first = (
        select(func.min(ComplaintEntry.id))
        .where(
            ComplaintEntry.complaint_id.in_([complaint.id for complaint in found]),
            ComplaintEntry.kind == EntryKind.TEXT.value,
        )
        .group_by(ComplaintEntry.complaint_id)
    )
    rows = await db.execute(
        select(ComplaintEntry.complaint_id, ComplaintEntry.text).where(ComplaintEntry.id.in_(first))
    )
    texts = {number: text or "" for number, text in rows}
    return [(complaint, texts.get(complaint.id, "")) for complaint in found]
