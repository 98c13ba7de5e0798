"""Loads duties/*.toml: the duties with clocks, each with all versions that were ever in force."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from content.loader import ROOT, Bilingual, ContentError, Shape, files, load
from domain.case_act import ACTS, STAGES
from domain.case_life import Kind
from domain.duty import Extension, Pause, Rule
from domain.period import Period, Unit

EVENTS = ACTS | STAGES
"""What may happen in a case."""


class _Period(Shape):
    amount: int = Field(ge=0, le=3650)
    unit: Unit


class _Extension(_Period):
    event: str
    granted_by: Bilingual
    instead: bool = False
    times: int = Field(default=1, ge=1, le=9)


class _Pause(Shape):
    begins: str
    ends: str


class _Version(Shape):
    in_force: date
    starts: tuple[str, ...]
    period: _Period
    done: tuple[str, ...]
    settled: tuple[str, ...] = ()
    extension: tuple[_Extension, ...] = ()
    pause: tuple[_Pause, ...] = ()
    law: Bilingual
    article: Bilingual


class _Duty(Shape):
    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    title: Bilingual
    owed_to: Literal["reporter", "victim", "complainant", "petitioner", "owner", "referring_unit"]
    kinds: tuple[Kind, ...]
    breach: Bilingual
    right: bool = False
    proof: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    version: tuple[_Version, ...] = Field(min_length=1)


class _File(Shape):
    duty: tuple[_Duty, ...]


class Version(Shape):
    """One version of a duty: the rule, and what a person needs to know of its source."""

    law: Bilingual
    article: Bilingual
    granted_by: dict[str, Bilingual]


class Duty(Shape):
    """A duty with its words. `rules` by the day they came into force, with `versions` beside them.

    right: what `owed_to` may ask for in that time; nobody is warned of it and no board counts it.
    proof: acts, and the notices of which each proves it as soon as it has arrived.
    """

    id: str
    title: Bilingual
    owed_to: str
    breach: Bilingual
    right: bool
    proof: dict[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    versions: tuple[Version, ...]


def load_duties(root: Path = ROOT) -> dict[str, Duty]:
    """Read all duties by id. Raises ContentError for double ids and for events that nobody knows."""
    duties: dict[str, Duty] = {}
    for path in files("duties", root):
        for entry in load(path, _File).duty:
            if entry.id in duties:
                raise ContentError(path, entry.id, "there is another duty of that id")
            duties[entry.id] = _made(path, entry)
    return duties


def _made(path: Path, entry: _Duty) -> Duty:
    versions = sorted(entry.version, key=lambda version: version.in_force)
    rules = tuple(_rule(path, entry, version) for version in versions)
    check_proof(path, entry.id, entry.proof, rules)
    return Duty(
        id=entry.id,
        title=entry.title,
        owed_to=entry.owed_to,
        breach=entry.breach,
        right=entry.right,
        proof=entry.proof,
        rules=rules,
        versions=tuple(
            Version(
                law=version.law,
                article=version.article,
                granted_by={e.event: e.granted_by for e in version.extension},
            )
            for version in versions
        ),
    )


def check_proof(path: Path, key: str, proof: Mapping[str, object], rules: Sequence[Rule]) -> None:
    """Raises ContentError for a proof of something that does not end the duty."""
    for act in proof:
        if not any(act in rule.done for rule in rules):
            raise ContentError(path, key, f"{act!r} is proved, but it is not what is to be done")


def _rule(path: Path, entry: _Duty, version: _Version) -> Rule:
    named = {*version.starts, *version.done, *version.settled}
    named |= {extension.event for extension in version.extension}
    named |= {end for pause in version.pause for end in (pause.begins, pause.ends)}
    unknown = named - EVENTS
    if unknown:
        raise ContentError(path, entry.id, f"nobody knows the event {min(unknown)!r}")
    period = Period(version.period.amount, version.period.unit)
    longer = tuple(
        Extension(e.event, Period(e.amount, e.unit), e.instead, e.times) for e in version.extension
    )
    # Only hours can be added to hours, and working days to working days; either may be replaced.
    clocks = {period.clock, *(extension.period.clock for extension in longer)}
    if len(clocks) > 1 and not all(extension.instead for extension in longer):
        raise ContentError(path, entry.id, "what is added is not counted like what it is added to")
    return Rule(
        id=entry.id,
        in_force=version.in_force,
        kinds=frozenset(entry.kinds),
        starts=frozenset(version.starts),
        period=period,
        done=frozenset(version.done),
        settled=frozenset(version.settled),
        extensions=longer,
        pauses=tuple(Pause(pause.begins, pause.ends) for pause in version.pause),
    )
