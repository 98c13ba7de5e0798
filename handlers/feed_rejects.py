"""The file of rows that were handed back: as they came, with line and reason, to be mended and sent again.

But query codes are sealed in it: it may lie about for years.
"""

import csv
import json
import re
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from content.text import LANGUAGES, Book, Texts
from domain.case_change import Seal
from domain.case_words import HIDDEN
from domain.feed_row import find_code
from domain.query_code import write_sealed
from domain.refusal import RefusalError
from handlers.feed_file import BadRow

LOOSE_CODE = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]*\d)[A-Za-z0-9]{4,32}(?![A-Za-z0-9])")
"""What may be a code in a line that could not be cut into cells; numbers and years look so, too."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets; an apostrophe in front keeps it text."""

NAMED = {
    "column": "column",
    "columns": "column",
    "kind": "kind",
    "stage": "stage",
    "to": "stage",
}
"""What a value of a refusal is the code of, where it is one."""


class Rejects:
    """Beside the file, under a passing name until `finish`. It blocks: for a thread.

    place: of the column of codes, where there is one.
    """

    def __init__(
        self,
        path: Path,
        header: Sequence[str],
        book: Book,
        seal: Seal,
        place: int | None,
        *,
        as_jsonl: bool,
    ) -> None:
        self._header, self._book, self._as_jsonl = header, book, as_jsonl
        self._seal, self._place = seal, place
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
        return [str(row.line), self._reason(row.reason), *map(_harmless, self._sealed(row))]

    def _object(self, row: BadRow) -> str:
        said: dict[str, object] = {"line": row.line, "reason": self._reason(row.reason)}
        cells = self._sealed(row)
        if len(cells) == len(self._header):
            said |= dict(zip(self._header, cells, strict=True))
        else:
            said["text"] = cells[0]
        return json.dumps(said, ensure_ascii=False)

    def _sealed(self, row: BadRow) -> list[str]:
        if len(row.cells) != len(self._header):  # where its code stands is not known
            return [LOOSE_CODE.sub(HIDDEN, cell) for cell in row.cells]
        cells = list(row.cells)
        code = find_code(cells[self._place]) if self._place is not None else None
        if self._place is not None and code is not None:
            cells[self._place] = write_sealed(*self._seal.close(code))
        return cells

    def _reason(self, reason: RefusalError) -> str:
        return word_refusal(self._book, reason)


def word_refusal(book: Book, reason: RefusalError) -> str:
    """In both languages: who reads it is not known."""
    return " / ".join(_word(book[language], reason) for language in LANGUAGES)


def _word(texts: Texts, reason: RefusalError) -> str:
    values = {name: _named(texts, name, value) for name, value in reason.values.items()}
    return texts(f"feed.{reason.key}", **values)


def _named(texts: Texts, name: str, value: object) -> object:
    """Columns, kinds and stages by the names that people have for them."""
    if name not in NAMED or not isinstance(value, str):
        return value
    names = (texts(f"feed.{NAMED[name]}_{one}") for one in value.split(", "))
    return texts("feed.between").join(names)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
