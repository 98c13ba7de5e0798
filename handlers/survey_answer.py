"""Answers to a survey, pressed or typed. What is stale, forged or not clear changes nothing."""

from dataclasses import replace

from domain.say import Say
from domain.survey import Kind, Question, Survey
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
from domain.survey_session import Session, Typed
from domain.survey_words import read_typed
from handlers.survey_aside import aside, ask_which, is_matter
from handlers.survey_course import Asked, ended, go_on, hold_listening, hold_own, pause, show
from handlers.turn import Turn
from handlers.welcome import back_to_menu
from storage.schema.survey import SurveySession

WAYS = ("skip", "back", "pause")
"""What may be typed at any question instead of pressed: `survey.typed_*` holds the words."""


async def answer_pressed(
    turn: Turn, act: str, key: str, step: str, question: str, code: str = ""
) -> Asked:
    """A pressed button, with what it carried."""
    opened = await _open(turn, await hold_own(turn, key))
    if isinstance(opened, Asked):
        return opened
    row, survey, session = opened
    number = int(step) if step.isdecimal() and len(step) < 5 else -1
    outcome = check_press(session, question, number) or _move(survey, session, act, code)
    if isinstance(outcome, Refusal):
        return refuse(turn, row.key, _explain(turn, survey, session, outcome))
    return await go_on(turn, row, survey, outcome)


async def answer_typed(
    turn: Turn, key: str, text: str, message: int, *, forwarded: bool = False
) -> Asked | None:
    """Typed words: a way (skip, back, pause), a choice by number or name, or own words.

    message: its number in the chat. An answer is taken out of it again, own words at once, for beside
    its question it would still tell who said what. Words that may be no answer stay, and the citizen
    is asked.
    forwarded: somebody else may have written it. None: nothing listens any more, or the words may
    tell of a danger and choose nothing; they are meant for something else.
    """
    listening = await hold_listening(turn, key)
    if listening is None:
        return None
    opened = await _open(turn, listening)
    if isinstance(opened, Asked):
        return opened
    row, survey, session = opened
    question = survey.question(session.current)
    if question is None:
        return await show(turn, row)
    if forwarded:
        return await aside(turn, survey, session, key, text, message, "forwarded")
    way = _read_way(turn, text, WAYS if question.kind is Kind.TEXT else (*WAYS, "confirm"))
    if way == "pause":
        return await pause(turn, key)
    own_words = question.kind is Kind.TEXT and way is None
    if own_words and len(text) <= question.limit and await is_matter(turn, text):
        return ask_which(turn, session, key)
    if own_words:
        outcome = write(survey, session, text)
    elif way is not None:
        outcome = _move(survey, session, way, "")
    elif codes := read_typed(question, text):
        outcome = choose(survey, session, codes)
    elif turn.house.find_alarm(text) is not None:
        return None
    else:
        return await aside(turn, survey, session, key, text, message, "not_read")
    if own_words and isinstance(outcome, Refusal):
        reason = f"refused_{outcome.reason}"
        return await aside(turn, survey, session, key, text, message, reason)
    forget = (message,) if way is None else ()
    if isinstance(outcome, Refusal):
        why = _explain(turn, survey, session, outcome)
        return Asked([Say(why, (back_to_menu(turn),), forget=forget)], row.key)
    if own_words:
        return _without(await go_on(turn, row, survey, outcome, notice="words_noted"), forget)
    if way is None:
        answer = Typed(turn.channel, turn.chat_id, message)
        outcome = replace(outcome, typed=(*outcome.typed, answer))
    return await go_on(turn, row, survey, outcome)


async def note(turn: Turn, key: str, step: str, question: str, text: str, message: int) -> Asked:
    """Words that may have been a complaint are an answer after all. Empty: the channel does not know
    them any more."""
    opened = await _open(turn, await hold_own(turn, key))
    if isinstance(opened, Asked):
        return opened
    row, survey, session = opened
    if not text:
        return await go_on(turn, row, survey, session, notice="write_again")
    outcome = check_press(session, question, int(step)) or write(survey, session, text)
    if isinstance(outcome, Refusal):
        return refuse(turn, row.key, _explain(turn, survey, session, outcome))
    return _without(await go_on(turn, row, survey, outcome, notice="words_noted"), (message,))


async def _open(
    turn: Turn, row: SurveySession | None
) -> tuple[SurveySession, Survey, Session] | Asked:
    """A held session with its survey, ready to be answered; else what is said instead."""
    if row is None:
        return ended(turn)
    survey = turn.house.surveys.get(row.survey)
    session = Session.from_json(row.session)
    if survey is None or not fits(survey, session):
        return await show(turn, row)
    return row, survey, session


def refuse(turn: Turn, key: str, sentence: str) -> Asked:
    return Asked([Say(toast=sentence)], key, moved=False)


def _without(asked: Asked, forget: tuple[int, ...]) -> Asked:
    first, *others = asked.says
    return replace(asked, says=[replace(first, forget=(*first.forget, *forget)), *others])


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
    apart = _word_apart(turn, question) if question else ""
    return turn.texts(f"survey.refused_{refusal.reason}", most=most, limit=limit, apart=apart)


def _word_apart(turn: Turn, question: Question) -> str:
    """Those of its choices that go with no other."""
    words = [
        turn.texts("survey.one_of_them", words=choice.wording.in_language(turn.language))
        for choice in question.choices
        if choice.apart
    ]
    return turn.texts("survey.stands_alone", words="".join(words)) if words else ""
