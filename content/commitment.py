"""Loads commitments.toml: the ten public commitments, and what shows that each is kept."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from content.duty import load_duties
from content.failure import load_failures
from content.loader import ROOT, Bilingual, ContentError, Shape, load
from domain.period import Period, Unit

TEN = 10


class _Period(Shape):
    amount: int = Field(ge=1, le=3650)
    unit: Unit


class _Commitment(Shape):
    id: str = Field(pattern=r"^[a-z][a-z_]*$", max_length=30)
    title: Bilingual
    by: Literal["deadlines", "revisits", "entries"]
    rules: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    every: _Period | None = None


class _File(Shape):
    commitment: tuple[_Commitment, ...]


class Commitment(Shape):
    """rules, kinds: the deadlines that show it. every: how often staff have something to enter."""

    id: str
    number: int
    title: Bilingual
    by: str
    rules: tuple[str, ...]
    kinds: tuple[str, ...]
    every: Period | None


def load_commitments(root: Path = ROOT) -> tuple[Commitment, ...]:
    """Raises ContentError where there are not ten, or one is shown by what nobody knows."""
    path = root / "commitments.toml"
    entries = load(path, _File).commitment
    if len({entry.id for entry in entries}) != TEN or len(entries) != TEN:
        raise ContentError(path, "commitment", "there are ten, each with an id of its own")
    known = {*load_duties(root), *load_failures(root)[0]}
    for entry in entries:
        unknown = set(entry.rules) - known
        if unknown:
            raise ContentError(path, entry.id, f"no duty or failure is called {min(unknown)!r}")
        if bool(entry.rules) is not (entry.by == "deadlines"):
            raise ContentError(path, entry.id, "deadlines need rules, and only they have some")
        if (entry.every is None) is (entry.by == "entries"):
            raise ContentError(path, entry.id, "entries need a period, and only they have one")
    return tuple(
        Commitment(
            id=entry.id,
            number=number,
            title=entry.title,
            by=entry.by,
            rules=entry.rules,
            kinds=entry.kinds,
            every=Period(entry.every.amount, entry.every.unit) if entry.every else None,
        )
        for number, entry in enumerate(entries, 1)
    )
