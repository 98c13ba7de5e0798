"""The moves of a survey: each leads from one session to the next, or is refused with a reason."""

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.survey import Kind, Question, Survey
from domain.survey_session import Answered, Session


class Reason(StrEnum):
    """Why a move was refused; also the key of what people are told."""

    STALE = "stale"
    FINISHED = "finished"
    FIRST = "first"
    WRONG_KIND = "wrong_kind"
    UNKNOWN_CHOICE = "unknown_choice"
    NOTHING_MARKED = "nothing_marked"
    TOO_MANY = "too_many"
    EMPTY = "empty"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Refusal:
    reason: Reason


Outcome = Session | Refusal


def start(survey: Survey) -> Session:
    return Session(survey.id, survey.version, survey.questions[0].id)


def check_press(session: Session, question: str, step: int) -> Refusal | None:
    """Whether a button of that question and step may still be pressed."""
    if session.finished:
        return Refusal(Reason.FINISHED)
    if session.current != question or session.step != step:
        return Refusal(Reason.STALE)
    return None


def choose(survey: Survey, session: Session, codes: tuple[str, ...]) -> Outcome:
    """Answer the open question: with one code, or at once with several where several may be chosen."""
    question = survey.question(session.current)
    if question is None:
        return Refusal(Reason.FINISHED)
    if question.kind is Kind.TEXT:
        return Refusal(Reason.WRONG_KIND)
    chosen = _in_order(question, codes)
    if not codes or len(chosen) < len(set(codes)):
        return Refusal(Reason.UNKNOWN_CHOICE)
    if len(chosen) > question.most or (len(chosen) > 1 and _any_apart(question, chosen)):
        return Refusal(Reason.TOO_MANY)
    return _advance(survey, session, question, Answered(question.id, question.form, chosen))


def mark(survey: Survey, session: Session, code: str, on: bool) -> Outcome:
    """Tick or untick one of several choices. Saying it twice changes nothing."""
    question = survey.question(session.current)
    if question is None:
        return Refusal(Reason.FINISHED)
    if question.kind is not Kind.SEVERAL:
        return Refusal(Reason.WRONG_KIND)
    choice = question.choice(code)
    if choice is None:
        return Refusal(Reason.UNKNOWN_CHOICE)
    others = tuple(c for c in session.marked if c != code)
    if not on:
        return replace(session, marked=others)
    if choice.apart or _any_apart(question, others):
        return replace(session, marked=(code,))
    if len(others) >= question.most:
        return Refusal(Reason.TOO_MANY)
    return replace(session, marked=_in_order(question, (*others, code)))


def confirm(survey: Survey, session: Session) -> Outcome:
    """Answer with the ticked choices."""
    question = survey.question(session.current)
    if question is None:
        return Refusal(Reason.FINISHED)
    if question.kind is not Kind.SEVERAL:
        return Refusal(Reason.WRONG_KIND)
    if not session.marked:
        return Refusal(Reason.NOTHING_MARKED)
    return choose(survey, session, session.marked)


def write(survey: Survey, session: Session, text: str) -> Outcome:
    """Answer a question that asks for own words."""
    question = survey.question(session.current)
    if question is None:
        return Refusal(Reason.FINISHED)
    if question.kind is not Kind.TEXT:
        return Refusal(Reason.WRONG_KIND)
    text = text.strip()
    if not text:
        return Refusal(Reason.EMPTY)
    if len(text) > question.limit:
        return Refusal(Reason.TOO_LONG)
    return _advance(survey, session, question, Answered(question.id, question.form, text=text))


def skip(survey: Survey, session: Session) -> Outcome:
    question = survey.question(session.current)
    if question is None:
        return Refusal(Reason.FINISHED)
    return _advance(survey, session, question, Answered(question.id, question.form))


def back(survey: Survey, session: Session) -> Outcome:
    """Take the last answer back and ask its question again; what was chosen is marked."""
    if session.finished:
        return Refusal(Reason.FINISHED)
    if not session.trail:
        return Refusal(Reason.FIRST)
    *trail, last = session.trail
    return replace(
        session,
        current=last.question,
        trail=tuple(trail),
        marked=last.codes,
        step=session.step + 1,
    )


def fits(survey: Survey, session: Session) -> bool:
    """Whether the session was made with just these questions."""
    if session.version != survey.version:
        return False
    asked = {q.id: q.form for q in survey.questions}
    known = all(asked.get(a.question) == a.form for a in (*session.trail, *session.kept))
    return known and (session.current is None or session.current in asked)


def migrate(survey: Survey, session: Session) -> Session:
    """Go on with another version: answers whose question still has its form are kept, and it
    continues at the first question on the path that has none."""
    if session.finished:
        return session
    asked = {q.id: q.form for q in survey.questions}
    kept = tuple(
        answer
        for answer in (*session.trail, *session.kept)
        if asked.get(answer.question) == answer.form
    )
    fresh = Session(
        survey.id, survey.version, survey.questions[0].id, kept=kept, typed=session.typed
    )
    moved = replace(_pass_kept(survey, fresh), step=session.step + 1)
    question = survey.question(session.current)
    if question is not None and moved.current == question.id:
        return replace(moved, marked=_in_order(question, session.marked)[: question.most])
    return moved


def _advance(survey: Survey, session: Session, question: Question, answer: Answered) -> Session:
    moved = replace(
        session,
        current=survey.after(question, answer.codes),
        trail=(*session.trail, answer),
        marked=(),
        step=session.step + 1,
    )
    return _pass_kept(survey, moved)


def _pass_kept(survey: Survey, session: Session) -> Session:
    """Go over the questions whose answers were kept from a former version."""
    while question := survey.question(session.current):
        answer = next((a for a in session.kept if a.question == question.id), None)
        if answer is None:
            break
        session = replace(
            session,
            current=survey.after(question, answer.codes),
            trail=(*session.trail, answer),
            kept=tuple(a for a in session.kept if a is not answer),
        )
    return session


def _in_order(question: Question, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The known ones of these codes, each once, in the question's order."""
    return tuple(choice.code for choice in question.choices if choice.code in codes)


def _any_apart(question: Question, codes: tuple[str, ...]) -> bool:
    return any(choice.apart and choice.code in codes for choice in question.choices)
