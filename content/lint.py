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


class _File(Shape):
    parts: _Parts
    facts: _Facts


def load_lint_words(public: Iterable[str] = (), root: Path = ROOT) -> LintWords:
    """Read the file. `public`: phone numbers of units, which may be told. Raises ContentError."""
    path = root / "lint.toml"
    file = load(path, _File)
    return LintWords(
        parts={
            Fault.WHAT_MISSING: file.parts.what,
            Fault.WHY_MISSING: file.parts.why,
            Fault.HOW_MISSING: file.parts.how,
        },
        vague=file.parts.vague,
        facts={
            Fault(fault): tuple(_compiled(path, fault, pattern) for pattern in patterns)
            for fault, patterns in file.facts.model_dump().items()
        },
        public=frozenset(re.sub(r"\D", "", number) for number in public),
    )


def _compiled(path: Path, fault: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ContentError(path, f"facts.{fault}", f"{pattern!r}: {error}") from error
