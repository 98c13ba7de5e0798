"""The units of the bureau, and which of them a text names."""

import re
from dataclasses import dataclass

from domain.plain_text import make_plain

_GAPS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Unit:
    """`id` is what a complaint's row keeps; `names` are all ways people write it, in `spell`'s form.
    A demo unit is invented. takes_reports: a crime can be reported there, at its door."""

    id: str
    zh: str
    en: str
    phone: str
    names: tuple[str, ...]
    demo: bool = False
    takes_reports: bool = False

    def title(self, language: str) -> str:
        return self.en if language == "en" else self.zh


def spell(text: str) -> str:
    """One form for all ways to type a name: half-width, simplified, lower case, without gaps."""
    return _GAPS.sub("", make_plain(text).text)


def named_units(units: tuple[Unit, ...], text: str) -> tuple[Unit, ...]:
    """The units that a text names, in the order of `units`."""
    plain = spell(text)
    return tuple(unit for unit in units if any(name in plain for name in unit.names))


def reporting_units(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Where a crime can be reported."""
    return tuple(unit for unit in units if unit.takes_reports)


def find_unit(units: tuple[Unit, ...], name: str) -> Unit | None:
    """The unit that is called so and nothing else: by id, title or any of its names."""
    plain = spell(name)
    for unit in units:
        if plain in (unit.id, spell(unit.zh), spell(unit.en), *unit.names):
            return unit
    return None
