"""Loads content/surveys/: every survey checked, or the file, key and reason why one cannot be asked."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated
from unicodedata import east_asian_width

from pydantic import Field

from content.loader import ROOT, Bilingual, ContentError, Shape, files, load
from domain.survey import Branch, Choice, Index, Kind, Occasion, Question, Survey, Wording

BUTTON_COLUMNS = 28
"""What a button shows on a narrow phone without being cut; a Chinese character takes two."""
END = "end"

Name = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,12}$")]
"""Short, for question and code travel in a button's data."""


class _Choice(Bilingual):
    code: Name
    apart: bool = False


class _Branch(Shape):
    when: list[Name] = Field(min_length=1)
    to: Name


class _Question(Shape):
    id: Name
    kind: Kind
    wording: Bilingual
    choice: list[_Choice] = Field(default=[])
    branch: list[_Branch] = Field(default=[])
    most: int = Field(default=1, ge=1)
    limit: int = Field(default=0, ge=0, le=2000)


class _Survey(Shape):
    id: Name
    version: int = Field(ge=1)
    occasion: Occasion
    index: Index
    title: Bilingual
    question: list[_Question] = Field(min_length=1, max_length=7)


Surveys = dict[str, Survey]
"""Surveys by id, in the order in which they are offered: the sense of safety first."""


def load_surveys(root: Path = ROOT) -> Surveys:
    """Raises ContentError with file, key and reason."""
    surveys: Surveys = {}
    for path in files("surveys", root):
        shape = load(path, _Survey)
        if shape.id in surveys:
            raise ContentError(path, "id", f"{shape.id!r} is the id of another survey already")
        _check(path, shape)
        surveys[shape.id] = _build(shape)
    return dict(sorted(surveys.items(), key=lambda item: (item[1].index, item[0])))


def _check(path: Path, shape: _Survey) -> None:
    _unique(path, "question", (question.id for question in shape.question))
    if shape.question[0].kind is not Kind.SCALE:
        raise ContentError(path, "question.0.kind", "the first question feeds the index: a scale")
    for place, question in enumerate(shape.question):
        key = f"question.{place}"
        _check_choices(path, key, question)
        later = {q.id for q in shape.question[place + 1 :]} | {END}
        codes = {choice.code for choice in question.choice}
        for number, branch in enumerate(question.branch):
            if branch.to not in later:
                reason = f"{branch.to!r} is no question further on (nor {END!r})"
                raise ContentError(path, f"{key}.branch.{number}.to", reason)
            for code in branch.when:
                if code not in codes:
                    reason = f"{code!r} is no choice of this question"
                    raise ContentError(path, f"{key}.branch.{number}.when", reason)


def _check_choices(path: Path, key: str, question: _Question) -> None:
    if question.id == END:
        raise ContentError(path, f"{key}.id", f"{END!r} is the end of the survey")
    if question.kind is Kind.TEXT:
        if question.choice or question.branch or question.limit < 1:
            raise ContentError(path, key, "a text has a limit, and neither choices nor branches")
        return
    if question.limit:
        raise ContentError(path, f"{key}.limit", "only a text has one")
    if len(question.choice) < 2:
        raise ContentError(path, f"{key}.choice", "at least two are needed")
    _unique(path, f"{key}.choice", (choice.code for choice in question.choice))
    for number, choice in enumerate(question.choice):
        for language, text in (("zh", choice.zh), ("en", choice.en)):
            if _columns(text) > BUTTON_COLUMNS:
                where = f"{key}.choice.{number}.{language}"
                raise ContentError(path, where, f"wider than a button ({BUTTON_COLUMNS} columns)")
    common = [choice.code for choice in question.choice if not choice.apart]
    if question.kind is Kind.SCALE and common != _scale(len(common)):
        reason = "a scale runs from its best to its worst end: n5 n4 n3 n2 n1, then what is apart"
        raise ContentError(path, f"{key}.choice", reason)
    if question.kind is Kind.SEVERAL and not 2 <= question.most <= len(common):
        raise ContentError(path, f"{key}.most", f"2 to {len(common)} of these can be chosen")
    if question.kind is not Kind.SEVERAL and question.most != 1:
        raise ContentError(path, f"{key}.most", "only for several choices")


def _scale(steps: int) -> list[str] | None:
    """Codes of a scale with a middle; None for a number of steps that is none."""
    return [f"n{n}" for n in range(steps, 0, -1)] if steps in (3, 5, 7) else None


def _unique(path: Path, key: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name in seen:
            raise ContentError(path, f"{key}.{place}", f"{name!r} is there already")
        seen.add(name)


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _build(shape: _Survey) -> Survey:
    questions = tuple(
        Question(
            id=q.id,
            kind=q.kind,
            wording=_wording(q.wording),
            choices=tuple(Choice(c.code, _wording(c), c.apart) for c in q.choice),
            branches=tuple(
                Branch(frozenset(b.when), None if b.to == END else b.to) for b in q.branch
            ),
            most=q.most,
            limit=q.limit,
        )
        for q in shape.question
    )
    title = _wording(shape.title)
    return Survey(shape.id, shape.version, shape.occasion, shape.index, title, questions)


def _wording(text: Bilingual) -> Wording:
    return Wording(text.zh, text.en)
