"""The course of one session: asked, paused, taken up again, and handed in at the end."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.opinion import hide_numbers
from domain.say import Button, Say, press
from domain.survey import Kind, Occasion, Survey
from domain.survey_moves import fits, migrate
from domain.survey_session import Session, count_progress
from handlers.survey_question import ask
from handlers.survey_typed import take_out
from handlers.turn import Turn
from handlers.welcome import back_to_menu
from storage import survey_box, surveys
from storage.schema.survey import SurveySession

CHANCE_DAYS = 7
"""Less than so many days are added by chance to the time until a survey is offered again."""


LISTENS_FOR = timedelta(hours=3)
"""So long after its last question a survey takes typed words for answers; its buttons always work.
What somebody writes the next day is about something else."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is said, and the key of the session that typed words now answer (None: no session).

    moved: False where nothing happened, so that typed words answer what they answered before.
    """

    says: list[Say]
    key: str | None = None
    moved: bool = True


async def hold_own(turn: Turn, key: str) -> SurveySession | None:
    """The citizen's own session of that key. Somebody else's is treated as one that is not there.

    None in a chat of staff too: answers from there would not be the public's.
    """
    row = await surveys.hold(turn.db, key)
    if row is None or turn.citizen is None or turn.staff is not None:
        return None
    return row if row.citizen_id == turn.citizen.id else None


async def hold_listening(turn: Turn, key: str) -> SurveySession | None:
    """As `hold_own`; None too when the question was asked so long ago that typed words are no answer."""
    row = await hold_own(turn, key)
    return row if row is not None and turn.now - row.touched_at <= LISTENS_FOR else None


def ended(turn: Turn) -> Asked:
    """To a button of a session that is not there."""
    return Asked([Say(toast=turn.texts("survey.ended"))])


async def show(turn: Turn, row: SurveySession) -> Asked:
    """Ask the open question of a held session, in the survey's newest version."""
    survey = turn.house.surveys.get(row.survey)
    if survey is None:
        await surveys.close(turn.db, row)
        return Asked([Say(turn.texts("survey.withdrawn"), (back_to_menu(turn),), edit=True)])
    session = Session.from_json(row.session)
    if fits(survey, session):
        return await go_on(turn, row, survey, session)
    return await go_on(turn, row, survey, migrate(survey, session), notice="changed")


async def go_on(
    turn: Turn, row: SurveySession, survey: Survey, session: Session, *, notice: str = ""
) -> Asked:
    """Keep how far a held session is and ask its open question; without one, hand it in."""
    if session.finished:
        return Asked([await _hand_in(turn, row, survey, session, notice)])
    await surveys.keep(turn.db, row, session, turn.now)
    return Asked([ask(turn, survey, session, row.key, notice)], row.key)


async def resume(turn: Turn, key: str) -> Asked:
    """Go on where it was left: minutes or days ago, before a restart, in another chat."""
    row = await hold_own(turn, key)
    if row is None:
        return Asked([Say(turn.texts("survey.ended"), (back_to_menu(turn),), edit=True)])
    return await show(turn, row)


async def pause(turn: Turn, key: str) -> Asked:
    """Leave it as it is; typed words are no answers until it is resumed."""
    row = await hold_own(turn, key)
    survey = turn.house.surveys.get(row.survey) if row else None
    if row is None or survey is None:
        return ended(turn)
    session = Session.from_json(row.session)
    await surveys.keep(turn.db, row, replace(session, typed=()), turn.now)
    days = turn.policy.survey_expiry.days
    text = turn.texts("survey.paused", title=survey.title.in_language(turn.language), days=days)
    buttons = ((resume_button(turn, survey, row),), back_to_menu(turn))
    return Asked([Say(text, buttons, edit=True, forget=await take_out(turn, session))])


def resume_button(turn: Turn, survey: Survey, row: SurveySession) -> Button:
    session = Session.from_json(row.session)
    if not fits(survey, session):
        session = migrate(survey, session)
    number, of = count_progress(survey, session)
    title = survey.title.in_language(turn.language)
    label = turn.texts("survey.resume", title=title, number=number, of=of)
    return Button(label, press("survey", "resume", row.key))


def today(turn: Turn) -> date:
    """The day by the bureau's clock."""
    return turn.now.astimezone(turn.policy.quiet_hours.zone).date()


async def _hand_in(
    turn: Turn, row: SurveySession, survey: Survey, session: Session, notice: str
) -> Say:
    """Move the answers to where nothing leads back to the person, and forget the session."""
    codes = [
        (answer.question, code)
        for answer in session.trail
        if not answer.text and _asks_for_codes(survey, answer.question)
        for code in answer.codes or ("",)
    ]
    words = [(answer.question, answer.text) for answer in session.trail if answer.text]
    said = words or any(code for _, code in codes)
    if said:
        await survey_box.put_answers(turn.db, survey, row.about, codes, today(turn))
        for question, text in words:
            routing = await turn.house.route(text)
            hidden = hide_numbers(text)
            await survey_box.put_words(turn.db, survey.id, question, hidden, routing, today(turn))
        if survey.occasion is Occasion.PERCEPTION:
            chance = timedelta(days=secrets.randbelow(CHANCE_DAYS))
            until = today(turn) + turn.policy.survey_cooldown + chance
            await surveys.rest(turn.db, row.citizen_id, survey.id, until)
    await surveys.close(turn.db, row)
    parts = [
        turn.texts(f"survey.{notice}") if notice else "",
        turn.texts("survey.thanks" if said else "survey.nothing_said"),
    ]
    text, forget = "\n\n".join(filter(None, parts)), await take_out(turn, session)
    return Say(text, (back_to_menu(turn),), edit=True, forget=forget)


def _asks_for_codes(survey: Survey, question_id: str) -> bool:
    question = survey.question(question_id)
    return question is not None and question.kind is not Kind.TEXT
