"""A citizen with something in every table that can hold a link to a person."""

from datetime import datetime, timedelta

from domain.say import Say
from storage import chats, citizens, history, linking, outbox, photos
from storage.database import Database, Transaction
from storage.schema.case import Case, CaseFollower
from storage.schema.citizen import Citizen
from storage.schema.complaint import Complaint, ComplaintEntry
from storage.schema.draft import ComplaintDraft
from storage.schema.inbox import Inbox
from storage.schema.survey import SurveyInvitation, SurveyRest, SurveySession


async def well_known(database: Database, now: datetime, chat_id: int = 101) -> Citizen:
    """A citizen with a web chat, two complaints (one closed) with photos, a case, waiting mail."""
    async with database.transaction() as db:
        found = await chats.find(db, history.CHANNEL, chat_id)
        citizen = found[1] if found else None
        if citizen is None:
            _, citizen = await citizens.welcome(db, history.CHANNEL, chat_id, "zh", 1, now)
            await history.hear(db, chat_id, "k", now, text="路灯坏了,我住三号楼", keep=True)
        await _complain(db, citizen, "M1111-1111", now, closed=False)
        await _complain(db, citizen, "M2222-2222", now, closed=True)
        await _follow(db, citizen, now)
        await linking.give_code(db, citizen.id, "hash", now + timedelta(minutes=10))
        for number, kind in enumerate(("answer", "notice", "invitation")):
            await outbox.put(
                db,
                key=f"{kind}:{number}:{citizen.id}",
                kind=kind,
                subject="complaint:1",
                channel=history.CHANNEL,
                chat_id=chat_id,
                citizen_id=citizen.id,
                say=Say("说给一个人听的话"),
                due_at=now + timedelta(hours=1),
                now=now,
            )
        chat = (await chats.of_citizen(db, citizen.id))[0]
        photo = await photos.add(db, b"jpeg of a draft", now)
        db.add(
            ComplaintDraft(
                chat_row_id=chat.id,
                key="draft",
                parts=[{"text": "还没写完的话"}, {"photo": photo}],
                messages=[1],
                updated_at=now,
            )
        )
        db.add_all(
            [
                SurveySession(
                    key="s",
                    citizen_id=citizen.id,
                    survey="everyday",
                    session={"trail": []},
                    touched_at=now,
                ),
                SurveyRest(citizen_id=citizen.id, survey="safety", until=now.date()),
                SurveyInvitation(
                    citizen_id=citizen.id,
                    survey="safety",
                    about="case",
                    about_id=1,
                    invited_at=now,
                ),
            ]
        )
        db.add(
            Inbox(
                channel=history.CHANNEL,
                key="failed",
                chat_id=chat_id,
                payload="路灯坏了,我住三号楼",
                state="failed",
                received_at=now,
            )
        )
    return citizen


async def _complain(
    db: Transaction, citizen: Citizen, code: str, now: datetime, *, closed: bool
) -> None:
    complaint = Complaint(
        receipt_code=code,
        draft_key=code,
        citizen_id=citizen.id,
        language="zh",
        kind="complaint",
        area="service",
        to_triage=False,
        runner_up="other",
        score=1.0,
        also=[],
        tags=["路灯"],
        because=[],
        state="closed" if closed else "taken",
        received_at=now,
        due_at=now,
        closed_at=now if closed else None,
    )
    db.add(complaint)
    await db.flush()
    photo = await photos.add(db, b"jpeg of " + code.encode(), now)
    db.add_all(
        [
            ComplaintEntry(complaint_id=complaint.id, kind="text", text="路灯坏了", at=now),
            ComplaintEntry(complaint_id=complaint.id, kind="photo", photo_id=photo, at=now),
        ]
    )
    await db.flush()


async def _follow(db: Transaction, citizen: Citizen, now: datetime) -> None:
    case = Case(
        number="DEMO2026-9999",
        code_salt="s",
        code_hash="h",
        kind="criminal",
        category="theft",
        sensitive=False,
        major=False,
        unit="演示派出所",
        contact="000-0000",
        stage="received",
        stage_at=now,
        updated_at=now,
    )
    db.add(case)
    await db.flush()
    db.add(CaseFollower(case_id=case.id, citizen_id=citizen.id, notices=True, since=now))
