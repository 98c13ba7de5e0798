"""Reads units.toml, the units of the bureau."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from content.loader import ROOT, Bilingual, ContentError, Shape, load
from domain.unit import Unit, spell

FILE = "units.toml"
"""In the content, or in the home of an installation: the bureau's own come instead of invented ones."""


class _Unit(Shape):
    id: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
    demo: bool = False
    takes_reports: bool = False
    title: Bilingual
    phone: str
    names: list[str] = Field(min_length=1)


class _Units(Shape):
    unit: list[_Unit] = Field(min_length=1)


def load_units(root: Path = ROOT, own: Path | None = None) -> tuple[Unit, ...]:
    """`own`: the installation's file, which comes instead where it is there.

    Raises ContentError with file, key and reason, also for a name that two units have.
    """
    path = own if own is not None and own.exists() else root / FILE
    shape = load(path, _Units)
    owners: dict[str, str] = {}
    for place, unit in enumerate(shape.unit):
        for name in {unit.id, *map(spell, unit.names)}:
            if len(name) < 2:
                raise ContentError(path, f"unit.{place}.names", f"{name!r} is too short to tell")
            if owners.setdefault(name, unit.id) != unit.id:
                reason = f"{name!r} is a name of {owners[name]} too"
                raise ContentError(path, f"unit.{place}.names", reason)
    if not any(unit.takes_reports for unit in shape.unit):
        reason = "no unit has takes_reports = true: nowhere to send who tells of a crime"
        raise ContentError(path, "unit", reason)
    return tuple(
        Unit(
            u.id,
            u.title.zh,
            u.title.en,
            u.phone,
            tuple(map(spell, u.names)),
            u.demo,
            u.takes_reports,
        )
        for u in shape.unit
    )
