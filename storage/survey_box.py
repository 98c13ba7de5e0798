"""The box that finished surveys are put into, and how it is emptied.

A row tells more than its columns: on PostgreSQL which transaction wrote it, on any database what lies
beside it. So what the citizen's own commit writes is a paper in the box, and only when its day is over
does another commit write the rows that stay, many together, in an order drawn by lot.
"""

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select

from domain.routing import Routing
from domain.survey import Survey
from storage.database import Transaction
from storage.schema.survey import Opinion, SurveyAnswer, SurveyBox, SurveyResponse

LOT = secrets.SystemRandom()


async def put_answers(
    db: Transaction,
    survey: Survey,
    about: str | None,
    answers: Iterable[tuple[str, str]],
    day: date,
) -> None:
    """Put a finished survey's (question, code) into the box."""
    paper = {
        "survey": survey.id,
        "version": survey.version,
        "occasion": survey.occasion.value,
        "index": survey.index.value,
        "about": about,
        "answers": [[question, code] for question, code in answers],
    }
    await _put(db, "response", paper, day)


async def put_words(
    db: Transaction, survey: str, question: str, text: str, routing: Routing, day: date
) -> None:
    """Put own words into the box, for the desk of their area: a paper apart from the other answers."""
    paper = {
        "survey": survey,
        "question": question,
        "text": text,
        "area": routing.area.value,
        "to_triage": not routing.sure,
        "tags": list(routing.tags),
    }
    await _put(db, "opinion", paper, day)


async def empty(db: Transaction, today: date, limit: int) -> int:
    """Write some of the papers of earlier days as rows under new ids. Returns how many.

    Which ones is drawn by lot, too: their ids in the box are random.
    """
    drawn = (
        select(SurveyBox.id)
        .where(SurveyBox.day < today)
        .order_by(SurveyBox.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    numbers = (await db.scalars(drawn)).all()
    papers = (
        await db.execute(
            delete(SurveyBox)
            .where(SurveyBox.id.in_(numbers))
            .returning(SurveyBox.kind, SurveyBox.paper, SurveyBox.day)
            .execution_options(synchronize_session=False)
        )
    ).all()
    mixed = LOT.sample(papers, len(papers))
    await _write(db, Opinion, [p | _new(day) for kind, p, day in mixed if kind == "opinion"])
    responses = [p | _new(day) for kind, p, day in mixed if kind == "response"]
    answers = [
        {"response_id": response["id"], "question": question, "code": code}
        for response in responses
        for question, code in response.pop("answers")
    ]
    await _write(db, SurveyResponse, responses)
    await _write(db, SurveyAnswer, answers)
    return len(papers)


def _new(day: date) -> dict[str, Any]:
    return {"id": secrets.token_urlsafe(16), "day": day}


async def _put(db: Transaction, kind: str, paper: dict[str, Any], day: date) -> None:
    db.add(SurveyBox(kind=kind, paper=paper, **_new(day)))
    await db.flush()


async def _write(
    db: Transaction,
    table: type[Opinion | SurveyResponse | SurveyAnswer],
    rows: list[dict[str, Any]],
) -> None:
    if rows:
        await db.execute(insert(table), rows)
