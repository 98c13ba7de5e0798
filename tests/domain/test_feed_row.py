from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.feed import load_feed_words
from domain.case_life import Kind, Stage
from domain.feed_row import RowReader
from domain.feed_time import read_time
from domain.feed_words import COLUMNS
from domain.refusal import RefusalError
from tests.conftest import NOW

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORDS = load_feed_words()
GOOD = {
    "number": "A3300002026000001",
    "query_code": "482913",
    "kind": "刑事",
    "category": "盗窃",
    "major": "小",
    "unit": "虚构派出所",
    "contact": "0000-1234567",
    "stage": "立案",
    "stage_at": "2026-03-01 09:30",
    "sensitive": "否",
    "returnable": "",
}


def _reader() -> RowReader:
    return RowReader(WORDS, WORDS.places(COLUMNS), SHANGHAI, NOW + timedelta(days=1))


def _cells(**changes: str) -> list[str]:
    return [(GOOD | changes)[column] for column in COLUMNS]


def test_a_good_row_is_read_whole() -> None:
    row = _reader().read(2, _cells())
    assert (row.line, row.number, row.code, row.kind) == (
        2,
        "A3300002026000001",
        "482913",
        Kind.CRIMINAL,
    )
    assert (row.stage, row.at) == (Stage.FILED, datetime(2026, 3, 1, 1, 30, tzinfo=UTC))
    assert (row.major, row.sensitive) == (False, False)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("number", "", "empty"),
        ("number", "12", "number_length"),
        ("number", "9" * 41, "number_length"),
        ("number", "3.30101E+15", "rounded"),
        ("query_code", "4.82913E+11", "rounded"),
        ("query_code", "12", "bad_code"),
        ("kind", "民事", "unknown_word"),
        ("stage", "", "empty"),
        ("stage", "飞走了", "unknown_word"),
        ("stage_at", "", "empty"),
        ("stage_at", "昨天", "not_a_time"),
        ("stage_at", "2026-02-30", "not_a_time"),
        ("stage_at", "0001-01-01", "not_a_time"),
        ("stage_at", "2026-12-31", "in_the_future"),
        ("unit", "所" * 41, "text_too_long"),
        ("contact", "问老王", "not_a_phone"),
        ("contact", "=HYPERLINK(1)", "not_a_phone"),
        ("contact", "officer Li Wei ext 123", "not_a_phone"),
        ("contact", "0000-1234567 Zhang San", "not_a_phone"),
        ("sensitive", "也许", "unknown_word"),
        ("category", "x" * 2001, "cell_too_long"),
    ],
)
def test_a_bad_cell_is_refused_with_its_reason(column: str, value: str, reason: str) -> None:
    with pytest.raises(RefusalError) as refused:
        _reader().read(2, _cells(**{column: value}))
    assert refused.value.key == reason


@pytest.mark.parametrize(
    ("column", "value", "attribute", "read"),
    [
        ("number", "A3300002026000001", "number", "A3300002026000001"),
        ("number", "330000202600001.0", "number", "330000202600001"),
        ("query_code", "482913.0", "code", "482913"),
        ("unit", "=cmd()", "unit", "=cmd()"),
        ("unit", "  城东\t派出所 ", "unit", "城东 派出所"),
        ("contact", "'+86 0000-1234567", "contact", "+86 0000-1234567"),
        ("contact", "（0000）1234567转8001", "contact", "(0000)1234567转8001"),
        ("major", "", "major", None),
        ("sensitive", "", "sensitive", None),
        ("stage", "INVESTIGATING", "stage", Stage.INVESTIGATING),
        ("kind", "信访件", "kind", Kind.PETITION),
    ],
)
def test_a_cell_is_read_as_it_is_meant(
    column: str, value: str, attribute: str, read: object
) -> None:
    assert getattr(_reader().read(2, _cells(**{column: value})), attribute) == read


@pytest.mark.parametrize(
    "category",
    ["家庭暴力", "强奸", "猥亵儿童", "故意杀人", "拐卖妇女儿童", "绑架", "Sexual assault", "家 暴"],
)
def test_these_categories_are_sensitive_whatever_the_file_says(category: str) -> None:
    assert _reader().read(2, _cells(category=category, sensitive="否")).sensitive is True


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-01 09:30:00",
        "2026-03-01T09:30:00",
        "2026-03-01T01:30:00Z",
        "2026-03-01T09:30:00.123+08:00",
        "2026/3/1 9:30",
        "2026.3.1 9:30",
        "2026年3月1日 9时30分",
        "2026年3月1日9:30:00",
        "20260301093000",
    ],
)
def test_times_as_files_write_them(written: str) -> None:
    assert read_time(written, SHANGHAI) == datetime(2026, 3, 1, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2026-03-01", "2026/3/1", "20260301", "2026年3月1日"])
def test_a_date_is_its_first_moment_in_shanghai(written: str) -> None:
    assert read_time(written, SHANGHAI) == datetime(2026, 2, 28, 16, tzinfo=UTC)


@given(st.lists(st.text(max_size=60), max_size=12))
def test_whatever_is_in_the_cells_is_a_row_or_a_reason(cells: list[str]) -> None:
    reason = ""
    try:
        row = _reader().read(2, cells)
    except RefusalError as refusal:
        reason = refusal.key
    assert reason or row.number


@given(st.datetimes(min_value=datetime(1981, 1, 1), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001
def test_any_iso_time_is_read_back(moment: datetime) -> None:
    aware = moment.replace(microsecond=0, tzinfo=SHANGHAI)
    assert read_time(aware.isoformat(), SHANGHAI) == aware.astimezone(UTC)
