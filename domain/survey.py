"""A survey as it is written: its questions in order, their choices, and where an answer may lead."""

from dataclasses import dataclass
from enum import StrEnum


class Occasion(StrEnum):
    """Who is asked. The two are never counted in one number."""

    PERCEPTION = "perception"  # residents, with or without a case
    EVENT = "event"  # people whose own case or complaint has closed


class Index(StrEnum):
    """The dual evaluation (双测评): which index the first question feeds."""

    SAFETY = "safety"
    SATISFACTION = "satisfaction"


class Kind(StrEnum):
    SCALE = "scale"
    CHOICE = "choice"
    SEVERAL = "several"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Wording:
    """One thing to read, in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer on offer. `apart`: outside the scale ("hard to say"), or among several choices the
    one that excludes the others ("none of these")."""

    code: str
    wording: Wording
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """After an answer with one of these codes go on at question `to`; None ends the survey."""

    when: frozenset[str]
    to: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """One question; each may be skipped. `most`: how many choices at the most, of several.
    `limit`: characters of a free text."""

    id: str
    kind: Kind
    wording: Wording
    choices: tuple[Choice, ...] = ()
    branches: tuple[Branch, ...] = ()
    most: int = 1
    limit: int = 0

    @property
    def form(self) -> str:
        """Kind and codes in one string: an answer counts for as long as its question's form lasts.

        A question that comes to mean something else must get another id.
        """
        return ":".join((self.kind, *(choice.code for choice in self.choices)))

    def choice(self, code: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True, slots=True)
class Survey:
    id: str
    version: int
    occasion: Occasion
    index: Index
    title: Wording
    questions: tuple[Question, ...]

    def question(self, question_id: str | None) -> Question | None:
        return next((q for q in self.questions if q.id == question_id), None)

    def after(self, question: Question, codes: tuple[str, ...]) -> str | None:
        """The question that follows an answer with these codes (none: skipped, or a free text).

        The first branch that fits decides; None when that was the last question.
        """
        for branch in question.branches:
            if branch.when.intersection(codes):
                return branch.to
        place = self.questions.index(question) + 1
        return self.questions[place].id if place < len(self.questions) else None
