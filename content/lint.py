"""Loads lint.toml: what a notice is checked for."""

import re
from collections.abc import Iterable
from pathlib import Path

from content.loader import ROOT, ContentError, Shape, load
from domain.notice_lint import Fault, LintWords


class _Parts(Shape):
    what: tuple[str, ...]
    why: tuple[str, ...]
    how: tuple[str, ...]
    vague: tuple[str, ...]


class _Facts(Shape):
    name: tuple[str, ...]
    address: tuple[str, ...]
    plate: tuple[str, ...]
    identity: tuple[str, ...]
    phone: tuple[str, ...]
    amount: tuple[str, ...]


class _Names(Shape):
    """surnames, never, ends: one character each. never: not in a name. ends: not at its end."""

    surnames: str
    compound: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    never: str
    ends: str
    not_names: tuple[str, ...]
    english: str
    not_english: str

    def patterns(self) -> tuple[str, ...]:
        """A name before a word of `after`, one after a word of `before`, and two English forms."""
        surname = f"(?:{'|'.join(self.compound)}|[{self.surnames}])"
        given = rf"(?:(?![{self.never}])[\u4e00-\u9fff]){{1,2}}(?<![{self.ends}])"
        name = f"(?!{'|'.join(self.not_names)}){surname}{given}"
        begins = r"(?:(?<![\u4e00-\u9fff])|(?<=[的是了和与系叫被由])|(?<=名叫))"
        before = "|".join(sorted(self.before, key=len, reverse=True))
        over = r"(?=[^\u4e00-\u9fff]|$|[等和与的])"
        family = self.english.replace(" ", "|")
        place = self.not_english.replace(" ", "|")
        return (
            rf"{begins}{name}(?={'|'.join(self.after)})",
            rf"(?:{before}){name}{over}",
            r"\b(?:Mr|Mrs|Ms|Miss)\.?\s+[A-Z][a-z]+",
            rf"\b(?:{family})\s+(?!(?:{place})\b)[A-Z][a-z]{{1,11}}\b",
        )


class _File(Shape):
    parts: _Parts
    facts: _Facts
    names: _Names


def load_lint_words(public: Iterable[str] = (), root: Path = ROOT) -> LintWords:
    """Read the file. `public`: phone numbers of units, which may be told. Raises ContentError."""
    path = root / "lint.toml"
    file = load(path, _File)
    facts = file.facts.model_dump()
    facts["name"] = (*facts["name"], *file.names.patterns())
    return LintWords(
        parts={
            Fault.WHAT_MISSING: file.parts.what,
            Fault.WHY_MISSING: file.parts.why,
            Fault.HOW_MISSING: file.parts.how,
        },
        vague=file.parts.vague,
        facts={
            Fault(fault): tuple(_compiled(path, fault, pattern) for pattern in patterns)
            for fault, patterns in facts.items()
        },
        public=frozenset(re.sub(r"\D", "", number) for number in public),
    )


def _compiled(path: Path, fault: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ContentError(path, f"facts.{fault}", f"{pattern!r}: {error}") from error
