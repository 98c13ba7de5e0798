"""Loads failures.toml and standards.toml: what the bureau asks of itself, each as an event that is
missing by a deadline."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field

from content.duty import EVENTS, check_proof
from content.loader import ROOT, Bilingual, ContentError, Shape, load
from domain.duty import Rule
from domain.ladder import Ladder
from domain.period import Period, Unit
from domain.policy import Policy

ALWAYS = date.min
"""The failures are the bureau's own measure, with no law that came into force."""

COMPLAINT_EVENTS = frozenset(
    {
        "received",
        "opened",
        "taken",
        "handed_over",
        "asked",
        "added",
        "answered",
        "told",
        "verdict",
        "rejected",
        "closed",
        "reopened",
        "withdrawn",
    }
)


class _Period(Shape):
    amount: int = Field(ge=1, le=3650)
    unit: Unit


class _Rule(Shape):
    kinds: tuple[str, ...] = Field(min_length=1)
    starts: tuple[str, ...]
    period: _Period | Literal["promised"]
    done: tuple[str, ...]
    settled: tuple[str, ...] = ()
    proof: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class _Failure(Shape):
    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    title: Bilingual
    missing: Bilingual
    rule: tuple[_Rule, ...] = Field(min_length=1)


class _Ladder(Shape):
    warn_share: float = Field(gt=0, lt=1)
    supervisor_after_hours: int = Field(ge=1)
    head_after_hours: int = Field(ge=1)


class _File(Shape):
    ladder: _Ladder
    failure: tuple[_Failure, ...]


class _Standards(Shape):
    standard: tuple[_Failure, ...]


class Failure(Shape):
    """One of the five, or a standard that the bureau set besides. missing: what is, by the deadline.

    proof: acts, and the notices of which each proves it as soon as it has arrived.
    """

    id: str
    title: Bilingual
    missing: Bilingual
    rules: tuple[Rule, ...]
    proof: dict[str, tuple[str, ...]]


PROMISED = Policy().complaint_answer
"""In how much time an answer to a complaint is promised, unless a setting says otherwise."""


def load_failures(
    root: Path = ROOT, promised: timedelta = PROMISED
) -> tuple[dict[str, Failure], Ladder]:
    """Read the file. `promised`: the time that the period "promised" stands for.

    Raises ContentError for events that nobody knows and a ladder that goes down."""
    path = root / "failures.toml"
    file = load(path, _File)
    if file.ladder.head_after_hours <= file.ladder.supervisor_after_hours:
        raise ContentError(path, "ladder.head_after_hours", "must be later than the supervisor's")
    ladder = Ladder(
        file.ladder.warn_share,
        timedelta(hours=file.ladder.supervisor_after_hours),
        timedelta(hours=file.ladder.head_after_hours),
    )
    return _all_made(path, "failure", file.failure, promised), ladder


def load_standards(root: Path = ROOT) -> dict[str, Failure]:
    """Read the bureau's other standards by id. Raises ContentError for events that nobody knows."""
    path = root / "standards.toml"
    return _all_made(path, "standard", load(path, _Standards).standard, PROMISED)


def _all_made(
    path: Path, key: str, entries: Sequence[_Failure], promised: timedelta
) -> dict[str, Failure]:
    made = {entry.id: _made(path, entry, promised) for entry in entries}
    if len(made) != len(entries):
        raise ContentError(path, key, "two of them have the same id")
    return made


def _made(path: Path, entry: _Failure, promised: timedelta) -> Failure:
    proof: dict[str, tuple[str, ...]] = {}
    for one in entry.rule:
        check_proof(path, entry.id, one.proof, [_rule(path, entry.id, one, promised)])
        for act, notices in one.proof.items():
            proof[act] = (*proof.get(act, ()), *notices)
    return Failure(
        id=entry.id,
        title=entry.title,
        missing=entry.missing,
        rules=tuple(_rule(path, entry.id, one, promised) for one in entry.rule),
        proof=proof,
    )


def _rule(path: Path, failure: str, rule: _Rule, promised: timedelta) -> Rule:
    known = COMPLAINT_EVENTS if "complaint" in rule.kinds else EVENTS
    unknown = {*rule.starts, *rule.done, *rule.settled} - known
    if unknown:
        raise ContentError(path, failure, f"nobody knows the event {min(unknown)!r}")
    return Rule(
        id=failure,
        in_force=ALWAYS,
        kinds=frozenset(rule.kinds),
        starts=frozenset(rule.starts),
        period=(
            Period(promised.days, Unit.DAYS)
            if rule.period == "promised"
            else Period(rule.period.amount, rule.period.unit)
        ),
        done=frozenset(rule.done),
        settled=frozenset(rule.settled),
        extensions=(),
        pauses=(),
    )
