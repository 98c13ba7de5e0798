"""Words a question of a survey: its sentence, its choices as buttons, how far it is."""

from domain.say import Button, Say, press
from domain.survey import Kind, Question, Survey
from domain.survey_session import Session, count_progress
from handlers.turn import Turn
from handlers.welcome import back_to_menu

NARROW = 8
"""Characters of a label that still allow two buttons side by side."""


def ask(turn: Turn, survey: Survey, session: Session, key: str, *notices: str) -> Say:
    """The open question, under notices (keys of texts) when something has to be said first.

    It changes the message whose button was pressed; in answer to typed words it is a new message.
    """
    question = survey.question(session.current)
    if question is None:
        raise ValueError(f"{survey.id}: a finished survey asks nothing")
    number, of = count_progress(survey, session)
    parts = [
        "".join(turn.texts(f"survey.{n}", limit=question.limit) for n in notices if n),
        turn.texts(
            "survey.progress", title=survey.title.in_language(turn.language), number=number, of=of
        ),
        question.wording.in_language(turn.language),
        _how(turn, question),
    ]
    text = "\n\n".join(filter(None, parts))
    rows = (*_choices(turn, question, session, key), _ways(turn, session, key), back_to_menu(turn))
    return Say(text, rows, edit=True, toast=_word_before(turn, question, session))


def _how(turn: Turn, question: Question) -> str:
    """How it is answered; of a scale, in which direction it runs."""
    steps = [choice for choice in question.choices if not choice.apart]
    ends = (steps[0], steps[-1]) if steps else ()
    first, last = (end.wording.in_language(turn.language) for end in ends) if ends else ("", "")
    return turn.texts(f"survey.how_{question.kind}", first=first, last=last, number=len(steps))


def _word_before(turn: Turn, question: Question, session: Session) -> str:
    """What was chosen before somebody went back; several are ticked anyhow. A passing word: in the
    question it would stay in the chat, beside a survey that is handed in without a name."""
    chosen = question.choice(session.marked[0]) if session.marked else None
    if chosen is None or question.kind is Kind.SEVERAL:
        return ""
    return turn.texts("survey.before", words=chosen.wording.in_language(turn.language))


def _choices(
    turn: Turn, question: Question, session: Session, key: str
) -> tuple[tuple[Button, ...], ...]:
    several = question.kind is Kind.SEVERAL
    buttons = []
    for number, choice in enumerate(question.choices, 1):
        marked = choice.code in session.marked
        act = ("unmark" if marked else "mark") if several else "choose"
        tick = turn.texts(f"survey.{'ticked' if marked else 'unticked'}") if several else ""
        words = choice.wording.in_language(turn.language)
        data = press("survey", act, key, session.step, question.id, choice.code)
        buttons.append(Button(f"{tick}{number} {words}", data))
    narrow = max((len(c.wording.in_language(turn.language)) for c in question.choices), default=0)
    wide = 2 if several and narrow <= NARROW else 1
    rows = [tuple(buttons[i : i + wide]) for i in range(0, len(buttons), wide)]
    if several:
        data = press("survey", "confirm", key, session.step, question.id)
        rows.append((Button(turn.texts("survey.confirm"), data),))
    return tuple(rows)


def _ways(turn: Turn, session: Session, key: str) -> tuple[Button, ...]:
    """Back, skip, pause: under every question."""
    acts = ("back", "skip", "pause") if session.trail else ("skip", "pause")
    return tuple(
        Button(
            turn.texts(f"survey.{act}"),
            press("survey", act, key, session.step, session.current),
        )
        for act in acts
    )
