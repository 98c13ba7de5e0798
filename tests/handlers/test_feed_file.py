"""What a file must be, and how each format and encoding is read."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from content.feed import load_feed_words
from domain.feed_row import CaseRow, RowReader
from domain.refusal import RefusalError
from handlers.feed_file import BadRow, FeedFile
from handlers.feed_lines import LINE_BYTES
from tests.handlers.feed_files import (
    ENGLISH,
    HEADER,
    as_csv,
    as_jsonl,
    row,
    write_csv,
    write_workbook,
)

WORDS = load_feed_words()
LATEST = datetime(2026, 4, 1, tzinfo=UTC)


def _read(path: Path) -> tuple[list[CaseRow], list[BadRow]]:
    file = FeedFile(path, WORDS)
    reader = RowReader(WORDS, file.places, ZoneInfo("Asia/Shanghai"), LATEST)
    batches = list(file.batches(reader, 2))
    return [r for b in batches for r in b.rows], [r for b in batches for r in b.bad]


def _numbers(path: Path) -> list[str]:
    rows, bad = _read(path)
    assert bad == []
    return [one.number for one in rows]


EXPECTED = [row(n)["number"] for n in (1, 2, 3)]
ROWS = [row(n) for n in (1, 2, 3)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_csv_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    path = write_csv(tmp_path / "a.csv", ROWS, encoding)
    assert _numbers(path) == EXPECTED
    assert _read(path)[0][0].unit == "虚构派出所"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_jsonl_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(as_jsonl(ROWS).encode(encoding))
    assert _numbers(path) == EXPECTED


def test_a_chinese_letter_far_down_decides_the_encoding(tmp_path: Path) -> None:
    plain = [row(n, **dict.fromkeys(("kind",), "criminal")) for n in range(1, 3000)]
    for one in plain:
        one |= {"category": "x", "major": "0", "unit": "u", "stage": "filed", "sensitive": "0"}
    text = as_csv([*plain, row(5000)], ENGLISH)
    (tmp_path / "a.csv").write_bytes(text.encode("gbk"))
    assert _read(tmp_path / "a.csv")[0][-1].unit == "虚构派出所"


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_other_separators(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(as_csv(ROWS).replace(",", separator), encoding="utf-8")
    assert _numbers(path) == EXPECTED


def test_english_headers_in_any_case_and_unknown_columns(tmp_path: Path) -> None:
    text = as_csv(ROWS, [name.upper().replace("_", " ") for name in ENGLISH])
    lines = [f"{line},更多" for line in text.splitlines()]
    (tmp_path / "a.CSV").write_text("\r\n".join(lines) + "\r\n\r\n", encoding="utf-8")
    assert _numbers(tmp_path / "a.CSV") == EXPECTED


def test_a_workbook_with_numbers_dates_and_empty_rows(tmp_path: Path) -> None:
    cells = list(row(1).values())
    number = [330000202600001.0, 482913, *cells[2:8], datetime(2026, 2, 20, 9, 30), False]  # noqa: DTZ001
    path = write_workbook(tmp_path / "a.xlsx", [HEADER, cells, [], number])
    rows, bad = _read(path)
    assert bad == []
    assert [one.number for one in rows] == [EXPECTED[0], "330000202600001"]
    assert [one.line for one in rows] == [2, 4]
    assert rows[1].at == datetime(2026, 2, 20, 1, 30, tzinfo=UTC)


def test_a_number_that_a_workbook_rounded_is_refused(tmp_path: Path) -> None:
    cells: list[object] = [3300002026000000001.0, *list(row(1).values())[1:]]
    _, bad = _read(write_workbook(tmp_path / "a.xlsx", [HEADER, cells]))
    assert [one.reason.key for one in bad] == ["rounded"]


def test_a_cell_over_several_lines(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [row(1, category="盗\n窃"), row(2)])
    rows, bad = _read(path)
    assert bad == []
    assert [one.category for one in rows] == ["盗 窃", "盗窃"]


def test_a_stray_quote_costs_only_its_own_line(tmp_path: Path) -> None:
    lines = as_csv([row(n) for n in range(1, 8)]).splitlines()
    lines[2] = lines[2].replace("盗窃", '"盗窃')
    lines[5] = lines[5].replace("盗窃", '"盗窃')
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    rows, bad = _read(tmp_path / "a.csv")
    assert [one.line for one in rows] == [2, 4, 5, 7, 8]
    assert [(one.line, one.reason.key) for one in bad] == [(3, "open_quote"), (6, "open_quote")]


def test_bad_lines_are_named_and_the_others_are_read(tmp_path: Path) -> None:
    lines = as_csv([row(n) for n in range(1, 6)]).splitlines()
    lines[1] += ",zu viel"
    lines[2] = "x" * (LINE_BYTES + 10)
    lines[3] = "nur,drei,Zellen"
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    rows, bad = _read(tmp_path / "a.csv")
    assert [one.line for one in rows] == [5, 6]
    assert [one.reason.key for one in bad] == ["more_cells", "line_too_long", "empty"]


def test_broken_characters_in_a_file_marked_as_utf_8(tmp_path: Path) -> None:
    content = as_csv(ROWS).encode("utf-8-sig").replace("盗窃".encode(), b"\xff\xfe", 1)
    (tmp_path / "a.csv").write_bytes(content)
    rows, bad = _read(tmp_path / "a.csv")
    assert (len(rows), bad[0].line, bad[0].reason.key) == (2, 2, "broken_characters")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"number": ', "not_json"),
        ("[" * 60000, "not_json"),
        ("[1, 2]", "not_json"),
        ('{"number": {"a": 1}, "stage": "filed"}', "nested"),
        ('{"number": 1e300, "stage": "filed"}', "rounded"),
    ],
)
def test_bad_lines_of_jsonl(tmp_path: Path, line: str, reason: str) -> None:
    (tmp_path / "a.jsonl").write_text(as_jsonl(ROWS) + line + "\n", encoding="utf-8")
    rows, bad = _read(tmp_path / "a.jsonl")
    assert (len(rows), [(one.line, one.reason.key) for one in bad]) == (3, [(4, reason)])


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"", "file_empty"),
        ("a.csv", b"\xef\xbb\xbf\n\n", "file_empty"),
        ("a.xlsx", b"", "file_empty"),
        ("a.csv", b"PK\x03\x04rest", "file_is_workbook"),
        ("a.jsonl", b"PK\x03\x04rest", "file_is_workbook"),
        ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1", "file_is_old_excel"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", "file_is_old_excel"),
        ("a.xlsx", as_csv(ROWS).encode(), "file_not_workbook"),
        ("a.xlsx", b"PK\x03\x04" + b"x" * 500, "file_not_workbook"),
        ("a.csv", b"<!DOCTYPE html><table>", "file_is_html"),
        ("a.csv", b"  <html>", "file_is_html"),
        ("a.csv", as_csv(ROWS).encode("utf-16"), "file_is_utf16"),
        ("a.csv", b"number,stage\n\0\0\0", "file_is_binary"),
        ("a.csv", as_csv(ROWS).encode() + b"\n" * 5000 + b"\0", "file_is_binary"),
        ("a.csv", b"\xff\xff\xff\xff\n", "file_encoding"),
        ("a.csv", b"number,stage\n1,2\n", "file_columns"),
        ("a.csv", b"number,stage,stage_at,stage\n", "file_column_twice"),
        ("a.jsonl", as_csv(ROWS).encode(), "file_not_jsonl"),
        ("a.jsonl", b"[{}]\n", "file_not_jsonl"),
        ("a.xls", b"x", "file_kind"),
        ("a", b"x", "file_kind"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RefusalError) as refused:
        FeedFile(tmp_path / name, WORDS)
    assert refused.value.key == reason


def test_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for name in ("nothing.csv", "folder.csv"):
        with pytest.raises(RefusalError) as refused:
            FeedFile(tmp_path / name, WORDS)
        assert refused.value.key == "file_missing"


def test_a_zip_that_is_no_workbook_and_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(RefusalError) as refused:
        FeedFile(path, WORDS)
    assert refused.value.key == "file_not_workbook"
    write_workbook(path, [HEADER])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", "0" * 50_000_000)
    with pytest.raises(RefusalError) as refused:
        FeedFile(path, WORDS)
    assert refused.value.key == "file_unpacks_too_big"


def test_a_workbook_damaged_further_down(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "a.xlsx", [HEADER, *(list(row(n).values()) for n in range(1, 9))]
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = next(name for name in parts if "sheet1" in name)
    parts[sheet] = parts[sheet][: len(parts[sheet]) * 2 // 3]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    file = FeedFile(path, WORDS)
    reader = RowReader(WORDS, file.places, ZoneInfo("Asia/Shanghai"), LATEST)
    with pytest.raises(RefusalError) as refused:
        list(file.batches(reader, 100))
    assert refused.value.key == "file_breaks_off"
