"""The words of case files: what columns, kinds, stages and flags may be called."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.case_life import Kind, Stage
from domain.refusal import RefusalError
from domain.unit import Unit

COLUMNS = (
    "number",
    "query_code",
    "kind",
    "category",
    "major",
    "unit",
    "contact",
    "stage",
    "stage_at",
    "sensitive",
    "returnable",
)
NEEDED = ("number", "stage", "stage_at")
"""Columns that every file has. The others may be left out where no case is new."""


@dataclass(frozen=True, slots=True)
class SensitiveWords:
    """What content/sensitive.toml holds, as `plain` has it.

    words: in any text. roots: in a category only. harmless: longer words in which they mean something
    else. ordinary: in categories that are surely none of it.
    """

    words: tuple[str, ...]
    roots: tuple[str, ...]
    harmless: tuple[str, ...]
    ordinary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedWords:
    """Each maps a word, as `plain` has it, to what it means. units: those whose numbers are known.

    only: the kinds of cases that a stage's word belongs to; for all others it is wrong.
    sensitive, harmless, ordinary: as in `SensitiveWords`, for categories.
    """

    columns: Mapping[str, str]
    kinds: Mapping[str, Kind]
    stages: Mapping[str, Stage]
    only: Mapping[str, frozenset[Kind]]
    flags: Mapping[str, bool]
    sensitive: tuple[str, ...]
    harmless: tuple[str, ...] = ()
    ordinary: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """Where each known column stands. Raises RefusalError."""
        places: dict[str, int] = {}
        for place, name in enumerate(header):
            column = self.columns.get(plain(name))
            if column in places:
                raise RefusalError("file_column_twice", column=column)
            if column is not None:
                places[column] = place
        missing = [column for column in NEEDED if column not in places]
        if missing:
            raise RefusalError("file_columns", columns=", ".join(missing))
        return places

    def kinds_of(self, word: str) -> frozenset[Kind] | None:
        """The kinds of cases that a stage's word belongs to; None: any."""
        return self.only.get(plain(word))

    def is_sensitive(self, category: str) -> bool:
        """Whether the list holds this category."""
        meant = self._without_harmless(category)
        return any(word in meant for word in self.sensitive)

    def is_unfamiliar(self, category: str) -> bool:
        """Whether no list holds this category, so that nobody knows whether it is sensitive."""
        meant = plain(category)
        return not self.is_sensitive(category) and not any(word in meant for word in self.ordinary)

    def _without_harmless(self, category: str) -> str:
        meant = plain(category)
        for word in self.harmless:
            meant = meant.replace(word, " ")
        return meant


def plain(word: str) -> str:
    """A word without what makes no difference: case, width, spaces, low lines."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(c for c in folded if not c.isspace() and c not in "_-\ufeff")
