"""One person's way through a survey, as immutable data.

Pausing needs no move: a session is stored between two messages and taken up as it was.
"""

from dataclasses import dataclass
from typing import Any

from domain.survey import Survey


@dataclass(frozen=True, slots=True)
class Answered:
    """What was said to one question: codes, or a text, or neither when it was skipped.

    `form`: the question's form at that time, so that a newer version knows whether it still fits.
    """

    question: str
    form: str
    codes: tuple[str, ...] = ()
    text: str = ""

    @property
    def skipped(self) -> bool:
        return not self.codes and not self.text


@dataclass(frozen=True, slots=True)
class Typed:
    """A message by which a question was answered: it stands in a chat until the session is over."""

    channel: str
    chat_id: int
    number: int


@dataclass(frozen=True, slots=True)
class Session:
    """`trail`: the answers so far, in order. `current`: the open question, None when finished.

    `marked`: choices ticked but not confirmed, or chosen before somebody went back. `kept`: answers to
    a former version that wait until the path reaches their question. `step` grows by one whenever
    the open question is left, so a press that carries an older step is stale. `typed`: answers that
    still stand in a chat.
    """

    survey: str
    version: int
    current: str | None
    trail: tuple[Answered, ...] = ()
    kept: tuple[Answered, ...] = ()
    marked: tuple[str, ...] = ()
    step: int = 0
    typed: tuple[Typed, ...] = ()

    @property
    def finished(self) -> bool:
        return self.current is None

    def as_json(self) -> dict[str, Any]:
        return {
            "survey": self.survey,
            "version": self.version,
            "current": self.current,
            "trail": [_answer_as_json(answer) for answer in self.trail],
            "kept": [_answer_as_json(answer) for answer in self.kept],
            "marked": list(self.marked),
            "step": self.step,
            "typed": [[one.channel, one.chat_id, one.number] for one in self.typed],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Session":
        """Raises KeyError for data that no session ever gave."""
        return cls(
            survey=data["survey"],
            version=data["version"],
            current=data["current"],
            trail=tuple(map(_answer_from_json, data["trail"])),
            kept=tuple(map(_answer_from_json, data["kept"])),
            marked=tuple(data["marked"]),
            step=data["step"],
            typed=read_typed_messages(data),
        )


def read_typed_messages(data: dict[str, Any]) -> tuple[Typed, ...]:
    """The answers of a session, given as JSON, that still stand in a chat."""
    return tuple(Typed(*one) for one in data.get("typed", ()))


def count_progress(survey: Survey, session: Session) -> tuple[int, int]:
    """Place of the open question among all, and how many they are. Finished: both are the same.

    As on paper: a branch passes some numbers over, but the total stays what was said at the
    beginning, and nobody reads it before the last question.
    """
    of = len(survey.questions)
    question = survey.question(session.current)
    return (survey.questions.index(question) + 1 if question else of), of


def _answer_as_json(answer: Answered) -> dict[str, Any]:
    return {
        "question": answer.question,
        "form": answer.form,
        "codes": list(answer.codes),
        "text": answer.text,
    }


def _answer_from_json(data: dict[str, Any]) -> Answered:
    return Answered(data["question"], data["form"], tuple(data["codes"]), data["text"])
