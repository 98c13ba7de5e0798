"""One row of a case file, checked and bounded. Cells are text; what looks like a formula is text too."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from domain.case_life import Kind, Stage
from domain.feed_time import read_time
from domain.feed_words import COLUMNS, FeedWords, plain
from domain.query_code import CODE_LENGTHS, is_code, read_sealed
from domain.refusal import RefusalError
from domain.telephone import has_mobile
from domain.typed import as_code, clean
from domain.unit import Unit, find_unit

NUMBER_LENGTHS = range(6, 41)
TEXT_LENGTH = 40
CELL_LENGTH = 2000
SEEN_WORDS = 1000
ROUNDED = re.compile(r"[-+]?\d+(?:\.\d+)?[Ee]\+?\d+")
"""What a spreadsheet makes of a long number: 3.30101E+15. Its last figures are lost."""
WHOLE = re.compile(r"(\d+)\.0+")
CONTACT = re.compile(r"(?=.*\d{3})[-+()/,、;转分机 \d.]+")
"""Figures, what parts them, and 转 or 分机 before an extension: no room for a name."""

T = TypeVar("T")


class CaseRow(NamedTuple):
    """A stage that a case entered, and what else the file says of it. None: it doesn't say.

    code: normalized, or sealed as a reject file has it (domain.query_code).
    cells: as in the file, to be handed back if the case can't be so. unfamiliar: it gives a category
    that no list knows, and does not say whether that is sensitive. said: the stage in the file's own word.
    said_of: the kinds of cases that this word belongs to, None: any.
    """

    line: int
    number: str
    code: str | None
    kind: Kind | None
    category: str | None
    major: bool | None
    unit: str | None
    contact: str | None
    stage: Stage
    at: datetime
    sensitive: bool | None
    cells: Sequence[str]
    returnable: bool | None = None
    unfamiliar: bool = False
    said: str = ""
    said_of: frozenset[Kind] | None = None


class RowReader:
    """Reads the rows of one file, whose columns stand at `places`. latest: no stage is later."""

    def __init__(
        self, words: FeedWords, places: Mapping[str, int], zone: ZoneInfo, latest: datetime
    ) -> None:
        self._zone, self._latest = zone, latest
        self._places = [places.get(column, -1) for column in COLUMNS]
        self._kind = _Column("kind", words.kinds)
        self._stage = _Column("stage", words.stages)
        self._major = _Column("major", words.flags)
        self._sensitive = _Column("sensitive", words.flags)
        self._returnable = _Column("returnable", words.flags)
        self._contact = lru_cache(maxsize=4096)(partial(_contact, words.units))
        self._said_of = lru_cache(maxsize=SEEN_WORDS)(words.kinds_of)
        self._category = lru_cache(maxsize=4096)(partial(_category, words))

    def read(self, line: int, cells: Sequence[str]) -> CaseRow:
        """Raises RefusalError with the column and what is wrong with it."""
        if max(map(len, cells), default=0) > CELL_LENGTH:
            raise RefusalError("cell_too_long", limit=CELL_LENGTH)
        width = len(cells)
        number, code, kind, category, major, unit, contact, stage, at, sensitive, returnable = [
            cells[place].strip() if 0 <= place < width else "" for place in self._places
        ]
        case_stage = self._stage.read(stage)
        if case_stage is None:
            raise RefusalError("empty", column="stage")
        category_text, listed, unfamiliar = self._category(category)
        flag = True if listed else self._sensitive.read(sensitive)
        return CaseRow(
            line=line,
            number=_number(number),
            code=_code(code),
            kind=self._kind.read(kind),
            category=category_text,
            major=self._major.read(major),
            unit=_short_text("unit", unit),
            contact=self._contact(contact, unit),
            stage=case_stage,
            at=self._time(at),
            sensitive=flag,
            cells=cells,
            returnable=self._returnable.read(returnable),
            unfamiliar=unfamiliar and flag is None,
            said=stage,
            said_of=self._said_of(stage),
        )

    def _time(self, text: str) -> datetime:
        if not text:
            raise RefusalError("empty", column="stage_at")
        try:
            moment = read_time(text, self._zone)
        except (ValueError, OverflowError) as error:
            raise RefusalError("not_a_time", value=clean(text)[:TEXT_LENGTH]) from error
        if moment > self._latest:
            raise RefusalError("in_the_future", value=clean(text)[:TEXT_LENGTH])
        return moment


class _Column(Generic[T]):
    """A column of few words, each looked up once."""

    def __init__(self, name: str, meanings: Mapping[str, T]) -> None:
        self._name, self._meanings = name, meanings
        self._seen: dict[str, T | None] = {"": None}

    def read(self, word: str) -> T | None:
        if word in self._seen:
            return self._seen[word]
        meaning = self._meanings.get(plain(word))
        if meaning is None:
            raise RefusalError("unknown_word", column=self._name, word=clean(word)[:TEXT_LENGTH])
        if len(self._seen) < SEEN_WORDS:
            self._seen[word] = meaning
        return meaning


def _number(text: str) -> str:
    if not text:
        raise RefusalError("empty", column="number")
    number = _whole("number", text)
    if len(number) not in NUMBER_LENGTHS:
        raise RefusalError("number_length", low=NUMBER_LENGTHS[0], high=NUMBER_LENGTHS[-1])
    return number


def find_code(text: str) -> str | None:
    """The query code in a cell, as it would be taken; None where there is none, or it is sealed."""
    try:
        return None if read_sealed(text.strip()) else _code(text.strip())
    except RefusalError:
        return None


def _code(text: str) -> str | None:
    if not text:
        return None
    if read_sealed(text):
        return text
    code = _whole("query_code", text)
    if not is_code(code):
        raise RefusalError("bad_code", low=CODE_LENGTHS[0], high=CODE_LENGTHS[-1])
    return code


def _whole(column: str, text: str) -> str:
    """A number or code as it is meant. Raises RefusalError where a spreadsheet has rounded it."""
    if text.isascii() and text.isalnum() and not ("E" in text or "e" in text):
        return text.upper()
    if ROUNDED.fullmatch(text):
        raise RefusalError("rounded", column=column)
    whole = WHOLE.fullmatch(text)
    return whole[1] if whole else as_code(text)


@lru_cache(maxsize=4096)
def _short_text(column: str, text: str) -> str | None:
    short = " ".join(clean(text.removeprefix("'")).split())
    if len(short) > TEXT_LENGTH:
        raise RefusalError("text_too_long", column=column, limit=TEXT_LENGTH)
    return short or None


def _contact(units: tuple[Unit, ...], text: str, unit: str) -> str | None:
    """A public number. An officer's own is never told: the unit's stands in its place, if known."""
    contact = _short_text("contact", unicodedata.normalize("NFKC", text))
    if contact is not None and not CONTACT.fullmatch(contact):
        raise RefusalError("not_a_phone")
    if contact is not None and has_mobile(contact):
        known = find_unit(units, unit) if unit else None
        if known is None:
            raise RefusalError("private_phone")
        return known.phone
    return contact


def _category(words: FeedWords, text: str) -> tuple[str | None, bool, bool]:
    """What it is called, whether it is sensitive, and whether nobody knows."""
    category = _short_text("category", text)
    if category is None:
        return None, False, False
    return category, words.is_sensitive(category), words.is_unfamiliar(category)
