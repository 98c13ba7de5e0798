"""The file of rows that were handed back: as they came, with line and reason, to be mended and sent again."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from content.text import LANGUAGES, Book
from domain.refusal import RefusalError
from handlers.feed_file import BadRow

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets; an apostrophe in front keeps it text."""


class Rejects:
    """Beside the file, under a passing name until `finish`. It blocks: for a thread."""

    def __init__(self, path: Path, header: Sequence[str], book: Book, *, as_jsonl: bool) -> None:
        self._header, self._book, self._as_jsonl = header, book, as_jsonl
        suffix = "jsonl" if as_jsonl else "csv"
        self._path = path.with_name(f"{path.name}.rejected.{suffix}")
        self._draft = self._path.with_name(f"{self._path.name}.part")
        self._file: IO[str] | None = None

    def __enter__(self) -> "Rejects":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._draft.unlink(missing_ok=True)

    def write(self, rows: Sequence[BadRow]) -> None:
        """Raises RefusalError where no file can be written."""
        try:
            file = self._file or self._open()
            if self._as_jsonl:
                file.writelines(self._object(row) + "\n" for row in rows)
            else:
                csv.writer(file).writerows(self._cells(row) for row in rows)
        except OSError as error:
            raise RefusalError("rejects_unwritable", reason=error.strerror) from error

    def finish(self) -> Path | None:
        """The finished file; None, and no older one either, when nothing was handed back."""
        if self._file is None:
            for left in (self._path, self._draft):
                left.unlink(missing_ok=True)
            return None
        self._file.close()
        self._file = None
        self._draft.replace(self._path)
        return self._path

    def _open(self) -> IO[str]:
        # With a byte order mark, since this is opened in a spreadsheet.
        encoding = "utf-8" if self._as_jsonl else "utf-8-sig"
        self._draft.touch(mode=0o600)
        self._file = self._draft.open("w", encoding=encoding, errors="replace", newline="")
        if not self._as_jsonl:
            csv.writer(self._file).writerow(["line", "reason", *map(_harmless, self._header)])
        return self._file

    def _cells(self, row: BadRow) -> list[str]:
        return [str(row.line), self._reason(row.reason), *map(_harmless, row.cells)]

    def _object(self, row: BadRow) -> str:
        said: dict[str, object] = {"line": row.line, "reason": self._reason(row.reason)}
        if len(row.cells) == len(self._header):
            said |= dict(zip(self._header, row.cells, strict=True))
        else:
            said["text"] = row.cells[0]
        return json.dumps(said, ensure_ascii=False)

    def _reason(self, reason: RefusalError) -> str:
        return word_refusal(self._book, reason)


def word_refusal(book: Book, reason: RefusalError) -> str:
    """In both languages: who reads it is not known."""
    said = (book[language](f"feed.{reason.key}", **reason.values) for language in LANGUAGES)
    return " / ".join(said)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
