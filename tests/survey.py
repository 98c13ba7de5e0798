"""Somebody in a survey, for tests of surveys."""

from datetime import timedelta

from aiogram.methods import AnswerCallbackQuery
from sqlalchemy import select

from domain.survey_session import Session
from scheduler.survey_jobs import empty_survey_box
from storage.database import Database
from storage.schema.survey import SurveySession
from tests.talk.stage import Person, Stage

SAFETY = "安全感测评"


async def in_survey(stage: Stage, chat_id: int = 101) -> Person:
    person = await stage.person(chat_id).agrees()
    await person.says("/survey")
    await person.presses(SAFETY)
    return person


async def session_of(database: Database) -> Session | None:
    async with database.reading() as db:
        row = await db.scalar(select(SurveySession))
        return Session.from_json(row.session) if row else None


async def key_of(database: Database) -> str:
    async with database.reading() as db:
        return (await db.execute(select(SurveySession.key))).scalar_one()


def toasts(stage: Stage) -> list[str]:
    answers = [m for m in stage.heard.said if isinstance(m, AnswerCallbackQuery)]
    return [answer.text for answer in answers if answer.text]


async def skip_rest(person: Person) -> None:
    """Skip until the survey is handed in."""
    while "跳过" in person.buttons():
        await person.presses("跳过")


async def day_over(stage: Stage) -> None:
    """What was handed in becomes rows, without the stage's clock moving."""
    await empty_survey_box(stage.database, stage.house, stage.time + timedelta(days=1))
