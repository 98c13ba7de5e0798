"""Everything that is linked to one citizen, for the citizen."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from storage.database import Transaction
from storage.mydata import all_chats, drafts_in, said_in
from storage.photo_room import Room
from storage.schema.case import Case, CaseFollower
from storage.schema.citizen import Chat, Citizen, Consent, LinkCode
from storage.schema.complaint import Complaint, ComplaintEntry, Photo
from storage.schema.history import WebFile, WebMessage
from storage.schema.outbox import Outbox
from storage.schema.survey import SurveyInvitation, SurveyRest, SurveySession
from storage.schema.task import CaseProperty

MOST = 5000
"""Rows of one kind: the newest."""
PICTURES = 200
"""Of the web chat, looked for in one export: the newest."""

NAMES = {
    "notices": "progress_notices",
    "surveys": "survey_invitations",
    "broadcasts": "broadcasts",
}
"""What the further consents are called wherever the file speaks of them."""

Rows = list[dict[str, Any]]


async def collect(db: Transaction, citizen: Citizen) -> dict[str, Any]:
    """Everything that is linked to the citizen: aware datetimes, photos as bytes."""
    chats, room = await all_chats(db, citizen.id), Room()
    return {
        "citizen": {
            "since": citizen.created_at,
            "last_seen": citizen.seen_at,
            **{name: getattr(citizen, kind) for kind, name in NAMES.items()},
        },
        "consents": await _consents(db, citizen.id),
        "chats": [
            {
                "channel": chat.channel,
                "number": chat.chat_id,
                "language": chat.language,
                "state": chat.state,
                "unfinished": chat.data,
            }
            for chat in chats
        ],
        "linking_code_good_until": await db.scalar(
            select(LinkCode.expires_at).where(LinkCode.citizen_id == citizen.id)
        ),
        "unfinished_complaints": await _drafts(db, chats, room),
        "complaints": await _complaints(db, citizen.id, room),
        "cases_followed": await _cases(db, citizen),
        "surveys_in_progress": await _sessions(db, citizen.id),
        "survey_invitations": await _invitations(db, citizen.id),
        "surveys_resting": await _rests(db, citizen.id),
        "messages_waiting": await _written(db, citizen.id, Outbox.state == "waiting"),
        "messages_sent": await _written(db, citizen.id, Outbox.state != "waiting"),
        "web_chat": await _messages(db, chats, room),
    }


async def _consents(db: Transaction, citizen_id: int) -> Rows:
    rows = await db.scalars(
        select(Consent).where(Consent.citizen_id == citizen_id).order_by(Consent.id)
    )
    return [
        {"kind": NAMES.get(c.kind, c.kind), "given": c.given, "wording": c.wording, "at": c.at}
        for c in rows
    ]


async def _drafts(db: Transaction, chats: Sequence[Chat], room: Room) -> Rows:
    drafts = await drafts_in(db, chats)
    numbers = [part["photo"] for draft in drafts for part in draft.parts if part.get("photo")]
    rows = await db.execute(select(Photo.id, Photo.jpeg).where(Photo.id.in_(numbers)))
    pictures = {number: jpeg for number, jpeg in rows}  # noqa: C416
    return [
        {
            "written": [part.get("text") or "(photo)" for part in draft.parts],
            "photos": [
                room.take(pictures[part["photo"]])
                for part in draft.parts
                if part.get("photo") in pictures
            ],
            "at": draft.updated_at,
        }
        for draft in drafts
    ]


async def _complaints(db: Transaction, citizen_id: int, room: Room) -> Rows:
    rows = await db.scalars(
        select(Complaint).where(Complaint.citizen_id == citizen_id).order_by(Complaint.id)
    )
    complaints = []
    for one in rows.all():
        entries = await _entries(db, one.id, room)
        complaints.append(
            {
                "receipt_code": one.receipt_code,
                "kind": one.kind,
                "area": one.area,
                "tags": one.tags,
                "routed_because": one.because,
                "routed_reckoned": one.reckoned,
                "state": one.state,
                "verdict": one.verdict,
                "received_at": one.received_at,
                "answer_due_at": one.due_at,
                "answered_at": one.answered_at,
                "closed_at": one.closed_at,
                "entries": entries,
            }
        )
    return complaints


async def _entries(db: Transaction, complaint_id: int, room: Room) -> Rows:
    """Entries in order, without the names of staff."""
    rows = await db.execute(
        select(ComplaintEntry, Photo.jpeg)
        .outerjoin(Photo, Photo.id == ComplaintEntry.photo_id)
        .where(ComplaintEntry.complaint_id == complaint_id)
        .order_by(ComplaintEntry.id)
    )
    entries = []
    for entry, jpeg in rows:
        said: dict[str, Any] = {
            "kind": entry.kind,
            "by": "you" if entry.staff_id is None else "desk",
            "text": entry.text,
            "at": entry.at,
        }
        if jpeg is not None:
            said |= room.take(jpeg)
        entries.append(said)
    return entries


async def _cases(db: Transaction, citizen: Citizen) -> Rows:
    """Notices are on, as the chat shows it, where they are for the case and were agreed to at all."""
    rows = await db.execute(
        select(Case.number, CaseFollower.notices, CaseFollower.since, CaseProperty.slot)
        .join(Case, Case.id == CaseFollower.case_id)
        .outerjoin(
            CaseProperty,
            (CaseProperty.case_id == Case.id) & (CaseProperty.citizen_id == citizen.id),
        )
        .where(CaseFollower.citizen_id == citizen.id)
        .order_by(CaseFollower.id)
    )
    return [
        {"number": number, NAMES["notices"]: notices and citizen.notices, "since": since}
        | ({"appointment": slot} if slot else {})
        for number, notices, since, slot in rows
    ]


async def _sessions(db: Transaction, citizen_id: int) -> Rows:
    rows = await db.scalars(
        select(SurveySession)
        .where(SurveySession.citizen_id == citizen_id)
        .order_by(SurveySession.id)
    )
    return [
        {
            "survey": row.survey,
            "about": row.about,
            "answers": row.session,
            "touched": row.touched_at,
        }
        for row in rows
    ]


async def _invitations(db: Transaction, citizen_id: int) -> Rows:
    rows = await db.scalars(
        select(SurveyInvitation)
        .where(SurveyInvitation.citizen_id == citizen_id)
        .order_by(SurveyInvitation.id)
    )
    return [
        {"survey": row.survey, "about": row.about, "open": row.open, "invited_at": row.invited_at}
        for row in rows
    ]


async def _rests(db: Transaction, citizen_id: int) -> Rows:
    rows = await db.scalars(select(SurveyRest).where(SurveyRest.citizen_id == citizen_id))
    return [{"survey": row.survey, "not_asked_before": row.until} for row in rows]


async def _written(db: Transaction, citizen_id: int, state: ColumnElement[bool]) -> Rows:
    rows = await db.scalars(
        select(Outbox)
        .where(Outbox.citizen_id == citizen_id, state)
        .order_by(Outbox.id.desc())
        .limit(MOST)
    )
    return [
        {"kind": row.kind, "text": row.say["text"], "due_at": row.due_at}
        | ({"state": row.state, "settled_at": row.settled_at} if row.settled_at else {})
        for row in rows.all()[::-1]
        if not row.say.get("fleeting")
    ]


async def _messages(db: Transaction, chats: Sequence[Chat], room: Room) -> Rows:
    rows = await db.scalars(
        select(WebMessage)
        .where(said_in(chats), WebMessage.state == "kept", WebMessage.passes_at.is_(None))
        .order_by(WebMessage.chat_id.desc(), WebMessage.number.desc())
        .limit(MOST)
    )
    said = rows.all()[::-1]
    pictures = await _newest_pictures(db, [row for row in said if row.mine], room)
    return [
        {
            "by": "you" if row.mine else "minyi",
            "text": row.text,
            "file": row.file_name or row.file_id,
            "at": row.said_at,
        }
        | (pictures.get(row.file_id or "", {}))
        for row in said
    ]


async def _newest_pictures(
    db: Transaction, said: Sequence[WebMessage], room: Room
) -> dict[str, dict[str, Any]]:
    """The pictures that the citizen sent, by file; the newest first, where there is no room for all."""
    names = [row.file_id for row in said[::-1] if row.file_id and not row.file_name]
    rows = await db.execute(
        select(WebFile.id, func.length(WebFile.content)).where(WebFile.id.in_(names[:PICTURES]))
    )
    sizes = {name: size for name, size in rows}  # noqa: C416
    fitting = [name for name in names if name in sizes and room.reserve(sizes[name])]
    found = await db.execute(select(WebFile.id, WebFile.content).where(WebFile.id.in_(fitting)))
    contents = {name: content for name, content in found}  # noqa: C416
    return {name: {"photo_bytes": sizes[name], "jpeg_base64": contents.get(name)} for name in sizes}
