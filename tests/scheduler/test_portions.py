"""What is kept long enough goes in portions, all of it and nothing else, while others write."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from handlers.house import House
from scheduler.complaint_jobs import forget_drafts
from scheduler.feed_jobs import forget_files
from scheduler.keeping_jobs import (
    STRAY_AFTER,
    forget_citizens,
    forget_complaints,
    forget_history,
    forget_traffic,
)
from scheduler.survey_jobs import expire_surveys
from scheduler.timetable import Job
from storage import citizens, portions, retention
from storage.database import Database, Transaction
from storage.schema.case import WrongTries
from storage.schema.citizen import Chat, Citizen
from storage.schema.complaint import Complaint, ComplaintEntry, Photo
from storage.schema.draft import ComplaintDraft
from storage.schema.history import WebChat, WebFile, WebMessage
from storage.schema.outbox import Outbox
from storage.schema.survey import SurveyInvitation, SurveyRest, SurveySession
from tests.conftest import NOW

LONG = timedelta(days=4000)
OLD, YOUNG = 7, 2
"""Rows of each age; the portions of these tests are of two."""


def _message(number: int, at: Any) -> list[Any]:
    return [WebMessage(chat_id=number, number=1, revision=1, mine=True, said_at=at)]


def _file(number: int, at: Any) -> list[Any]:
    return [WebFile(id=f"f{number}", chat_id=number, kind="image/png", content=b"x", kept_at=at)]


def _web_chat(number: int, at: Any) -> list[Any]:
    return [WebChat(chat_id=number, revision=1, seen_at=at)]


def _sent(number: int, at: Any) -> list[Any]:
    return [
        Outbox(
            key=f"k{number}",
            kind="notice",
            priority=1,
            subject="case:1",
            channel="stage",
            chat_id=number,
            say={"text": "x"},
            state="done",
            created_at=at,
            due_at=at,
            settled_at=at,
        )
    ]


def _citizen(number: int, at: Any) -> list[Any]:
    return [Citizen(id=number, created_at=at, seen_at=at)]


def _chat(number: int, at: Any) -> list[Any]:
    chat = Chat(id=number, channel="stage", chat_id=number, citizen_id=number, language="zh")
    return [*_citizen(number, NOW), chat]


def _draft(number: int, at: Any) -> list[Any]:
    draft = ComplaintDraft(
        chat_row_id=number,
        key=f"d{number}",
        parts=[{"photo": number}],
        messages=[],
        updated_at=at,
    )
    return [*_chat(number, NOW), _photo(number, NOW)[0], draft]


def _session(number: int, at: Any) -> list[Any]:
    row = SurveySession(
        key=f"s{number}", citizen_id=number, survey="safety", session={}, touched_at=at
    )
    return [*_citizen(number, NOW), row]


def _rest(number: int, at: Any) -> list[Any]:
    row = SurveyRest(citizen_id=number, survey="safety", until=at.date() + timedelta(days=1))
    return [*_citizen(number, NOW), row]


def _complaint(number: int, at: Any) -> list[Any]:
    complaint = Complaint(
        id=number,
        receipt_code=f"M{number}",
        draft_key=f"d{number}",
        language="zh",
        kind="complaint",
        area="conduct",
        to_triage=False,
        runner_up="service",
        score=0.5,
        also=[],
        tags=[],
        because=[],
        state="closed",
        received_at=at,
        due_at=at,
        closed_at=at,
    )
    entry = ComplaintEntry(complaint_id=number, kind="photo", photo_id=number, at=at)
    return [_photo(number, at)[0], complaint, entry]


def _photo(number: int, at: Any) -> list[Any]:
    return [Photo(id=number, jpeg=b"x", kept_at=at)]


def _tries(number: int, at: Any) -> list[Any]:
    return [WrongTries(subject=f"s{number}", count=1, since=at)]


CASES: list[tuple[Job, Callable[[int, Any], list[Any]], Any]] = [
    (forget_history, _message, WebMessage),
    (forget_history, _file, WebFile),
    (forget_history, _web_chat, WebChat),
    (forget_traffic, _sent, Outbox),
    (forget_drafts, _draft, ComplaintDraft),
    (expire_surveys, _session, SurveySession),
    (expire_surveys, _rest, SurveyRest),
    (forget_complaints, _complaint, Complaint),
    (forget_complaints, _photo, Photo),
    (forget_citizens, _citizen, Citizen),
]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "ROWS", 2)
    for module, name in (
        ("storage.portions", "FILES"),
        ("storage.retention", "FILES"),
        ("storage.drafts", "FILES"),
        ("storage.retention", "AT_ONCE"),
        ("storage.retention", "WITH_ALL"),
        ("storage.survey_invitations", "ROWS"),
    ):
        monkeypatch.setattr(f"{module}.{name}", 2)


async def _seed(database: Database, make: Callable[[int, Any], list[Any]]) -> None:
    """Numbered above what PostgreSQL itself would give to the rows written meanwhile."""
    for number in range(OLD + YOUNG):
        async with database.transaction() as db:
            for row in make(1000 + number, NOW - LONG if number < OLD else NOW):
                db.add(row)
                await db.flush()


async def _count(db: Transaction, table: Any) -> int:
    return await db.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize(("job", "make", "table"), CASES, ids=[case[1].__name__ for case in CASES])
@pytest.mark.usefixtures("small")
async def test_all_that_is_old_goes_in_portions_while_others_write(
    database: Database,
    house: House,
    job: Job,
    make: Callable[[int, Any], list[Any]],
    table: Any,
) -> None:
    await _seed(database, make)
    commits: list[object] = []
    event.listen(database.engine.sync_engine, "commit", commits.append)

    async def write_meanwhile() -> None:
        for number in range(900, 905):
            async with database.transaction() as db:
                await citizens.welcome(db, "other", number, "zh", 1, NOW)

    await asyncio.gather(job(database, house, NOW), write_meanwhile())
    async with database.reading() as db:
        others = 5 if table is Citizen else 0
        assert await _count(db, table) - others == YOUNG
    assert len(commits) > OLD / 2
    await job(database, house, NOW)
    async with database.reading() as db:
        assert await _count(db, table) - others == YOUNG


@pytest.mark.usefixtures("small")
async def test_a_photo_goes_with_the_draft_that_shows_it(database: Database, house: House) -> None:
    await _seed(database, _draft)
    await forget_drafts(database, house, NOW)
    async with database.reading() as db:
        assert await _count(db, Photo) == YOUNG


@pytest.mark.usefixtures("small")
async def test_photos_that_are_shown_somewhere_do_not_stop_the_sweep(
    database: Database, house: House
) -> None:
    """Looked at from the beginning every time, the first portion that was all shown ended it."""
    at = NOW - STRAY_AFTER - timedelta(days=1)
    async with database.transaction() as db:
        for number in range(1, 6):
            for row in _draft(number, NOW):
                if isinstance(row, Photo):
                    row.kept_at = at
                db.add(row)
                await db.flush()
        for number in range(6, 10):
            db.add_all(_photo(number, at))
    await forget_complaints(database, house, NOW)
    async with database.reading() as db:
        assert sorted(await db.scalars(select(Photo.id))) == [1, 2, 3, 4, 5]
        assert await retention.drafted_photos(db) == {1, 2, 3, 4, 5}


@pytest.mark.usefixtures("small")
async def test_invitations_that_wait_do_not_keep_others_from_expiring(
    database: Database, house: House
) -> None:
    """The oldest portion was all waiting to be sent: those behind it stayed open for ever."""
    async with database.transaction() as db:
        for number in range(1, 8):
            db.add_all(_citizen(number, NOW))
            await db.flush()
            at = NOW - timedelta(days=60 - number)
            invitation = SurveyInvitation(
                id=number, citizen_id=number, survey="case", about="case", about_id=1, invited_at=at
            )
            outbox = _sent(number, at)[0]
            outbox.key = f"invitation:{number}"
            if number <= 4:
                outbox.state, outbox.settled_at = "waiting", None
            db.add_all([invitation, outbox])
    await expire_surveys(database, house, NOW)
    async with database.reading() as db:
        still = await db.scalars(select(SurveyInvitation.id).where(SurveyInvitation.open))
        assert sorted(still) == [1, 2, 3, 4]


async def test_wrong_tries_that_count_no_more_go(database: Database, house: House) -> None:
    await _seed(database, _tries)
    await forget_files(database, house, NOW)
    async with database.reading() as db:
        assert await _count(db, WrongTries) == YOUNG
