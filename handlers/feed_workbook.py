"""Records of the first sheet of an Excel workbook, without unpacking a bomb."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from domain.refusal import RefusalError
from handlers.feed_lines import Record, cell_text

COLUMNS_READ = 64
MOST_PARTS = 1000
LARGEST_WHOLE = 2 * 1024**3
LARGEST_STRINGS = 128 * 1024**2
"""Bytes of the table of shared strings, the one part that is held in memory."""
SQUEEZED = 200
"""Times that honest parts are made smaller, at most; a bomb is about 1,000."""
SMALL = 1024**2


def workbook_records(path: Path) -> Iterator[Record]:
    """Values as a person sees them, never computed. Raises RefusalError."""
    _check_parts(path)
    from openpyxl import load_workbook  # at a start nobody should wait for it

    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # What some programs write as the sheet's size is wrong, and would cut rows off.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=COLUMNS_READ, values_only=True)
    except Exception as error:
        raise RefusalError("file_not_workbook") from error
    return _records(rows)


def _records(rows: Iterator[tuple[object, ...]]) -> Iterator[Record]:
    line = 0
    while True:
        try:
            row = next(rows, None)
        except Exception as error:
            # The library raises what the broken part makes it raise: XML, ZIP, values.
            raise RefusalError("file_breaks_off", line=line) from error
        if row is None:
            return
        line += 1
        cells = [cell_text(value) for value in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield Record(line, cells, None, line)


def _check_parts(path: Path) -> None:
    """Look at the sizes that the parts declare; the library reads no part beyond its size."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        with path.open("rb") as file:
            old = file.read(4) == b"\xd0\xcf\x11\xe0"
        raise RefusalError("file_is_old_excel" if old else "file_not_workbook") from error
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise RefusalError("file_not_workbook")
    squeezed = any(
        part.file_size > SMALL and part.file_size > SQUEEZED * max(part.compress_size, 1)
        for part in parts
    )
    strings = sum(p.file_size for p in parts if p.filename.lower().endswith("sharedstrings.xml"))
    whole = sum(part.file_size for part in parts)
    if squeezed or len(parts) > MOST_PARTS or whole > LARGEST_WHOLE or strings > LARGEST_STRINGS:
        raise RefusalError("file_unpacks_too_big")
