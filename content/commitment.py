"""Loads commitments.toml: the ten public commitments, and what shows that each is kept."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from content.duty import load_duties
from content.failure import load_failures, load_standards
from content.loader import ROOT, Bilingual, ContentError, Shape, load
from domain.period import Period, Unit

TEN = 10


class _Period(Shape):
    amount: int = Field(ge=1, le=3650)
    unit: Unit


class _Clocks(Shape):
    rules: tuple[str, ...] = Field(min_length=1)
    kinds: tuple[str, ...] = ()


class _Commitment(Shape):
    id: str = Field(pattern=r"^[a-z][a-z_]*$", max_length=30)
    title: Bilingual
    by: Literal["deadlines", "revisits", "entries"]
    clocks: tuple[_Clocks, ...] = ()
    every: _Period | None = None


class _File(Shape):
    commitment: tuple[_Commitment, ...]


class Clocks(Shape):
    """Deadlines by these rules. kinds: only of these; none: of all."""

    rules: tuple[str, ...]
    kinds: tuple[str, ...]


class Commitment(Shape):
    """clocks: the deadlines that show it. every: how often staff have something to enter."""

    id: str
    number: int
    title: Bilingual
    by: str
    clocks: tuple[Clocks, ...]
    every: Period | None


def load_commitments(root: Path = ROOT) -> tuple[Commitment, ...]:
    """Raises ContentError where there are not ten, or one is shown by what nobody knows."""
    path = root / "commitments.toml"
    entries = load(path, _File).commitment
    if len({entry.id for entry in entries}) != TEN or len(entries) != TEN:
        raise ContentError(path, "commitment", "there are ten, each with an id of its own")
    known = {*load_duties(root), *load_failures(root)[0], *load_standards(root)}
    for entry in entries:
        unknown = {rule for clocks in entry.clocks for rule in clocks.rules} - known
        if unknown:
            raise ContentError(
                path, entry.id, f"no duty, failure or standard is called {min(unknown)!r}"
            )
        if bool(entry.clocks) is not (entry.by == "deadlines"):
            raise ContentError(path, entry.id, "deadlines need clocks, and only they have some")
        if (entry.every is None) is (entry.by == "entries"):
            raise ContentError(path, entry.id, "entries need a period, and only they have one")
    return tuple(
        Commitment(
            id=entry.id,
            number=number,
            title=entry.title,
            by=entry.by,
            clocks=tuple(Clocks(rules=one.rules, kinds=one.kinds) for one in entry.clocks),
            every=Period(entry.every.amount, entry.every.unit) if entry.every else None,
        )
        for number, entry in enumerate(entries, 1)
    )
