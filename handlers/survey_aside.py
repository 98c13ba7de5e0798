"""Words typed in a survey that may be no answer: a complaint is offered, and they stay in the chat."""

from dataclasses import replace

from domain.complaint import Kind
from domain.draft import MESSAGE_LIMIT
from domain.say import Button, Say, press
from domain.survey import Survey
from domain.survey_session import Session
from handlers import small_talk
from handlers.survey_course import Asked
from handlers.survey_question import ask
from handlers.turn import Turn
from handlers.welcome import back_to_menu


async def aside(
    turn: Turn, survey: Survey, session: Session, key: str, text: str, message: int, notice: str
) -> Asked:
    """Ask the question again under a notice. Words about something are quoted, to be made a complaint
    by one press; what says nothing to a desk leaves the chat like an answer."""
    if notice == "forwarded":
        return Asked([ask(turn, survey, session, key, notice)], key)
    if len(text) <= MESSAGE_LIMIT and await small_talk.answer(turn, text) is not None:
        return Asked([replace(ask(turn, survey, session, key, notice), forget=(message,))], key)
    again = ask(turn, survey, session, key, notice, "offer_complaint")
    buttons = ((_as_complaint(turn),), *again.buttons)
    return Asked([replace(again, buttons=buttons, quote=True)], key)


async def is_matter(turn: Turn, text: str) -> bool:
    """Whether own words tell of something that a desk would have to look into: praise and suggestions
    with no trouble in them are what a survey asks for."""
    if turn.house.is_danger(text):
        return True
    if turn.house.guess_kind(text) is not Kind.COMPLAINT:
        return False
    return bool((await turn.house.route(text)).tags)


def ask_which(turn: Turn, session: Session, key: str) -> Asked:
    """A complaint, which is answered, or an opinion of nobody, which is not: the citizen says."""
    opinion = Button(
        turn.texts("survey.as_opinion"),
        press("survey", "note", key, session.step, session.current),
    )
    rows = ((_as_complaint(turn),), (opinion,), back_to_menu(turn))
    return Asked([Say(turn.texts("survey.ask_which"), rows, quote=True)], key)


def _as_complaint(turn: Turn) -> Button:
    return Button(turn.texts("survey.as_complaint"), press("complaint", "include"))
