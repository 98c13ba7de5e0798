"""Loads lint.toml and names.toml: what a notice is checked for."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from content.loader import ROOT, ContentError, Shape, load
from content.name import FLAGS, load_name_patterns
from domain.figures import only_digits
from domain.notice_lint import Fault, LintWords


class _Parts(Shape):
    what: tuple[str, ...]
    why: tuple[str, ...]
    how: tuple[str, ...]


class _Ending(Shape):
    courtesy: tuple[str, ...]
    empty: tuple[str, ...]
    definite: tuple[str, ...]


class _Facts(Shape):
    identity: tuple[str, ...]
    plate: tuple[str, ...]
    phone: tuple[str, ...]
    amount: tuple[str, ...]
    address: tuple[str, ...]


class _Allowed(Shape):
    amount: tuple[str, ...]
    number: tuple[str, ...]


class _File(Shape):
    public: tuple[str, ...]
    parts: _Parts
    ending: _Ending
    shorthand: dict[str, str]
    facts: _Facts
    allowed: _Allowed


def load_lint_words(public: Iterable[str] = (), root: Path = ROOT) -> LintWords:
    """`public`: the units' public numbers, which may be told. Raises ContentError."""
    path = root / "lint.toml"
    file = load(path, _File)
    facts = file.facts.model_dump()
    allowed = file.allowed.model_dump()

    def compiled(key: str, patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(_compiled(path, key, pattern, file.shorthand) for pattern in patterns)

    def any_of(key: str, patterns: Iterable[str]) -> re.Pattern[str]:
        found = [pattern.pattern for pattern in compiled(key, patterns)]
        return re.compile("|".join(f"(?:{pattern})" for pattern in found), FLAGS)

    return LintWords(
        parts={
            Fault.WHAT_MISSING: any_of("parts.what", file.parts.what),
            Fault.WHY_MISSING: any_of("parts.why", file.parts.why),
            Fault.HOW_MISSING: any_of("parts.how", file.parts.how),
        },
        courtesy=any_of("ending.courtesy", file.ending.courtesy),
        empty=any_of("ending.empty", file.ending.empty),
        definite=any_of("ending.definite", file.ending.definite),
        facts={Fault(key): compiled(f"facts.{key}", found) for key, found in facts.items()},
        names=load_name_patterns(root),
        allowed={Fault(key): any_of(f"allowed.{key}", found) for key, found in allowed.items()},
        public=frozenset(map(only_digits, (*file.public, *public))),
    )


def _compiled(path: Path, key: str, pattern: str, shorthand: Mapping[str, str]) -> re.Pattern[str]:
    spelled = pattern
    # A shorthand may hold others, those above it in the file.
    for name, meaning in reversed([*shorthand.items()]):
        spelled = spelled.replace(f"@{name}", meaning)
    try:
        return re.compile(spelled, FLAGS)
    except re.error as error:
        raise ContentError(path, key, f"{pattern!r}: {error}") from error
