"""Answers to a survey, pressed or typed. What is stale, forged or not clear changes nothing."""

from dataclasses import replace

from domain.say import Say
from domain.survey import Kind, Survey
from domain.survey_moves import (
    Outcome,
    Reason,
    Refusal,
    back,
    check_press,
    choose,
    confirm,
    fits,
    mark,
    skip,
    write,
)
from domain.survey_session import Session
from domain.survey_words import read_typed
from handlers.survey_course import Asked, go_on, hold_own, pause, show
from handlers.survey_question import ask
from handlers.turn import Turn

WAYS = ("skip", "back", "pause")
"""What may be typed at any question instead of pressed: `survey.typed_*` holds the words."""


async def answer_pressed(
    turn: Turn, act: str, key: str, step: str, question: str, code: str = ""
) -> Asked:
    """A pressed button, with what it carried."""
    row = await hold_own(turn, key)
    if row is None:
        return Asked([Say(toast=turn.texts("survey.ended"))])
    survey = turn.house.surveys.get(row.survey)
    session = Session.from_json(row.session)
    if survey is None or not fits(survey, session):
        return await show(turn, row)
    number = int(step) if step.isdecimal() and len(step) < 5 else -1
    outcome = check_press(session, question, number) or _move(survey, session, act, code)
    if isinstance(outcome, Refusal):
        return Asked([Say(toast=_explain(turn, survey, session, outcome))], row.key)
    return await go_on(turn, row, survey, outcome)


async def answer_typed(turn: Turn, key: str, text: str, message: int) -> Asked | None:
    """Typed words: a way (skip, back, pause), a choice by number or name, or own words.

    message: its number in the chat; an answer is taken out of it again, read or not, for beside its
    question it would still tell who said what. None: there is no such session any more, or the
    words may tell of a danger and choose nothing; they are meant for something else.
    """
    row = await hold_own(turn, key)
    if row is None:
        return None
    survey = turn.house.surveys.get(row.survey)
    session = Session.from_json(row.session)
    question = survey.question(session.current) if survey else None
    if survey is None or question is None or not fits(survey, session):
        return await show(turn, row)
    way = _read_way(turn, text, WAYS if question.kind is Kind.TEXT else (*WAYS, "confirm"))
    if way == "pause":
        return await pause(turn, key)
    own_words = question.kind is Kind.TEXT and way is None
    if own_words:
        outcome = write(survey, session, text)
    elif way is not None:
        outcome = _move(survey, session, way, "")
    elif codes := read_typed(question, text):
        outcome = choose(survey, session, codes)
    elif turn.house.find_alarm(text) is not None:
        return None
    else:
        again = ask(turn, survey, session, row.key, notice="not_read")
        return Asked([replace(again, forget=(message,))], row.key)
    forget = (message,) if way is None else ()
    if isinstance(outcome, Refusal):
        return Asked([Say(_explain(turn, survey, session, outcome), forget=forget)], row.key)
    notice = "words_noted" if own_words else ""
    asked = await go_on(turn, row, survey, outcome, notice=notice)
    return replace(asked, says=[replace(asked.says[0], forget=forget), *asked.says[1:]])


def _move(survey: Survey, session: Session, act: str, code: str) -> Outcome:
    match act:
        case "choose":
            return choose(survey, session, (code,))
        case "mark" | "unmark":
            return mark(survey, session, code, act == "mark")
        case "confirm":
            return confirm(survey, session)
        case "skip":
            return skip(survey, session)
        case "back":
            return back(survey, session)
        case _:
            return Refusal(Reason.STALE)


def _read_way(turn: Turn, text: str, ways: tuple[str, ...]) -> str | None:
    """The one of these ways that a text names in either language; None for anything else."""
    meant = text.strip(" .。!\uff01").casefold()
    for way in ways:
        for texts in turn.house.book.values():
            if meant in texts(f"survey.typed_{way}").casefold().split("|"):
                return way
    return None


def _explain(turn: Turn, survey: Survey, session: Session, refusal: Refusal) -> str:
    question = survey.question(session.current)
    most, limit = (question.most, question.limit) if question else (0, 0)
    return turn.texts(f"survey.refused_{refusal.reason}", most=most, limit=limit)
