"""A case file on disk: found to be what its name says, then read in bounded memory, row by row."""

import codecs
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from domain.feed_row import CaseRow, RowReader
from domain.feed_words import COLUMNS, FeedWords
from domain.refusal import RefusalError
from handlers.feed_lines import Record, csv_records, jsonl_records
from handlers.feed_workbook import workbook_records

MEGABYTE = 1024 * 1024
LARGEST = 1024 * MEGABYTE
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class BadRow(NamedTuple):
    """cells: as in the file; where it could not be cut into cells, its text as the only one."""

    line: int
    cells: list[str]
    reason: RefusalError


class Batch(NamedTuple):
    """done: how far the file is read, in bytes (in rows for a workbook)."""

    rows: list[CaseRow]
    bad: list[BadRow]
    done: int


class FeedFile:
    """An opened file. Everything here blocks: it is for a thread.

    header: its first line. total: its size in the unit of Batch.done; None for a workbook.
    """

    def __init__(self, path: Path, words: FeedWords) -> None:
        """Raises RefusalError when the file isn't what its name says."""
        suffix = path.suffix.lower()
        size = _check_size(path, suffix)
        self.total: int | None = None if suffix == ".xlsx" else size
        self.is_jsonl = suffix == ".jsonl"
        self._words = words
        if suffix == ".xlsx":
            self._records = workbook_records(path)
        elif self.is_jsonl:
            self._records = jsonl_records(path, find_encoding(path, suffix), words)
        else:
            self._records = csv_records(path, find_encoding(path, suffix))
        first = next(self._records, None)
        if first is None:
            raise RefusalError("file_empty")
        self.header = list(COLUMNS) if self.is_jsonl else first.cells
        self.places = words.places(self.header)
        if self.is_jsonl:
            self._records = _put_back(first, self._records)

    def batches(self, reader: RowReader, size: int) -> Iterator[Batch]:
        """Up to `size` rows at a time, good and bad ones together."""
        while records := list(islice(self._records, size)):
            rows, bad = [], []
            for record in records:
                try:
                    rows.append(self._row(record, reader))
                except RefusalError as reason:
                    bad.append(BadRow(record.line, record.cells, reason))
            yield Batch(rows, bad, records[-1].done)

    def _row(self, record: Record, reader: RowReader) -> CaseRow:
        if record.refusal is not None:
            raise record.refusal
        if len(record.cells) > len(self.header) and any(record.cells[len(self.header) :]):
            cells = len(record.cells)
            raise RefusalError("more_cells", cells=cells, columns=len(self.header))
        return reader.read(record.line, record.cells)


def find_encoding(path: Path, suffix: str) -> str:
    """`utf-8-sig`, `utf-8` or `gb18030`, after reading the whole file once. Raises RefusalError."""
    with path.open("rb") as file:
        head = file.read(4096)
        _check_text(head, suffix)
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        for encoding in ("utf-8", "gb18030"):
            decoder = codecs.getincrementaldecoder(encoding)()
            file.seek(0)
            try:
                while block := file.read(MEGABYTE):
                    if b"\0" in block:
                        raise RefusalError("file_is_binary")
                    decoder.decode(block)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return encoding
    raise RefusalError("file_encoding")


def _check_size(path: Path, suffix: str) -> int:
    if suffix not in (".csv", ".xlsx", ".jsonl"):
        raise RefusalError("file_kind")
    try:
        with path.open("rb"):
            size = path.stat().st_size
    except OSError as error:
        raise RefusalError("file_missing", reason=error.strerror) from error
    if size == 0:
        raise RefusalError("file_empty")
    if size > LARGEST:
        raise RefusalError("file_too_big", limit=LARGEST // MEGABYTE)
    return size


def _check_text(head: bytes, suffix: str) -> None:
    if head.startswith(b"PK\x03\x04"):
        raise RefusalError("file_is_workbook", suffix=suffix)
    if head.startswith(OLD_EXCEL):
        raise RefusalError("file_is_old_excel")
    if head.startswith(UTF16):
        raise RefusalError("file_is_utf16")
    if b"\0" in head:
        raise RefusalError("file_is_binary")
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not start:
        raise RefusalError("file_empty")
    if start.startswith(b"<"):
        raise RefusalError("file_is_html")


def _put_back(first: Record, rest: Iterator[Record]) -> Iterator[Record]:
    yield first
    yield from rest
