"""Records of CSV and JSONL files. A broken line costs itself, never the lines after it."""

import csv
import json
from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO, NamedTuple

from domain.feed_words import COLUMNS, FeedWords, plain
from domain.refusal import RefusalError

LINE_BYTES = 64 * 1024
CELL_LINES = 20
"""Lines that a quoted cell may run over."""
SEPARATORS = (",", "\t", ";")
EXACT = 10**15
"""From here on a spreadsheet no longer keeps all figures of a number."""


class Record(NamedTuple):
    """line: from 1. refusal: why it could not be cut into cells. done: bytes (or rows) read so far."""

    line: int
    cells: list[str]
    refusal: RefusalError | None
    done: int


class _Line(NamedTuple):
    number: int
    text: str
    refusal: RefusalError | None
    done: int


def csv_records(path: Path, encoding: str) -> Iterator[Record]:
    """The first record is the header; comma, tab or semicolon, as it uses most."""
    with path.open("rb") as file:
        lines = _Lines(file, encoding)
        separator, width = "", 0
        for line in lines:
            if line.refusal is not None:
                yield Record(line.number, [line.text], line.refusal, line.done)
            elif not separator:
                if line.text.lower().startswith("sep="):
                    continue
                separator = max(SEPARATORS, key=line.text.count)
                record = _cut(line, lines, separator, len(line.text))
                width = len(record.cells)
                yield record
            elif '"' in line.text:
                yield _cut(line, lines, separator, width)
            else:
                yield Record(line.number, line.text.split(separator), None, line.done)


def jsonl_records(path: Path, encoding: str, words: FeedWords) -> Iterator[Record]:
    """Cells in the order of COLUMNS. Raises RefusalError when the first line isn't an object."""
    objects = _Objects(words)
    with path.open("rb") as file:
        first = True
        for line in _Lines(file, encoding):
            cells, refusal = [line.text], line.refusal
            if refusal is None:
                try:
                    cells = objects.cells(line.text)
                except RefusalError as error:
                    refusal = error
            if first and refusal is not None and not line.text.lstrip().startswith("{"):
                raise RefusalError("file_not_jsonl")
            first = False
            yield Record(line.number, cells, refusal, line.done)


def cell_text(value: object) -> str:
    """A value of JSON or of a workbook as text. A float too long to be exact stays seen as one."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            exact = value.is_integer() and abs(value) < EXACT
            return str(int(value)) if exact else f"{value:E}"
        case datetime() | date() | time():
            return value.isoformat()
    return str(value)


class _Lines:
    """Lines that hold something, decoded one by one; those looked at too early are put back."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file, self._encoding = file, encoding
        self._number = self._done = 0
        self._waiting: deque[_Line] = deque()

    def __iter__(self) -> Iterator[_Line]:
        while (line := self.next()) is not None:
            yield line

    def next(self) -> _Line | None:
        if self._waiting:
            return self._waiting.popleft()
        while raw := self._file.readline(LINE_BYTES):
            self._number += 1
            self._done += len(raw)
            if len(raw) == LINE_BYTES and not raw.endswith(b"\n"):
                self._skip()
                return self._refuse("line_too_long", limit=LINE_BYTES)
            try:
                text = raw.decode(self._encoding if self._number == 1 else self._later)
            except UnicodeDecodeError:
                return self._refuse("broken_characters")
            text = text.rstrip("\r\n")
            if text and not text.isspace():
                return _Line(self._number, text, None, self._done)
        return None

    def put_back(self, lines: list[_Line]) -> None:
        self._waiting.extendleft(reversed(lines))

    @property
    def _later(self) -> str:
        return "utf-8" if self._encoding == "utf-8-sig" else self._encoding

    def _skip(self) -> None:
        while rest := self._file.readline(LINE_BYTES):
            self._done += len(rest)
            if rest.endswith(b"\n"):
                return

    def _refuse(self, key: str, **values: object) -> _Line:
        return _Line(self._number, "", RefusalError(key, **values), self._done)


def _cut(line: _Line, lines: _Lines, separator: str, width: int) -> Record:
    """Cut a line with quotation marks, and those after it that the last of its cells runs over."""
    text, taken, done = line.text, list[_Line](), line.done
    while text.count('"') % 2 and len(taken) < CELL_LINES:
        following = lines.next()
        if following is None:
            break
        taken.append(following)
        if following.refusal is not None:
            break
        text, done = f"{text}\n{following.text}", following.done
    try:
        cells = next(csv.reader([text], delimiter=separator, strict=True))
    except csv.Error:
        cells = []
    if not cells or (taken and len(cells) > width):
        lines.put_back(taken)
        return Record(line.number, [line.text], RefusalError("open_quote"), line.done)
    return Record(line.number, cells, None, done)


class _Objects:
    """Objects as rows. The same keys in the same order, as a file has them, are looked up once."""

    def __init__(self, words: FeedWords) -> None:
        self._words = words
        self._names: list[str] = []
        self._places: list[int | None] = []

    def cells(self, text: str) -> list[str]:
        """Raises RefusalError for what is no object of plain values."""
        try:
            said = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise RefusalError("not_json") from error
        if not isinstance(said, dict):
            raise RefusalError("not_json")
        names = list(said)
        if names != self._names:
            self._names, self._places = names, [self._place(name) for name in names]
        cells = [""] * len(COLUMNS)
        for place, value in zip(self._places, said.values(), strict=True):
            if place is None or value is None:
                continue
            if type(value) is not str:
                if isinstance(value, dict | list):
                    raise RefusalError("nested", column=COLUMNS[place])
                value = cell_text(value)
            cells[place] = value
        return cells

    def _place(self, name: str) -> int | None:
        column = self._words.columns.get(plain(name))
        return COLUMNS.index(column) if column else None
