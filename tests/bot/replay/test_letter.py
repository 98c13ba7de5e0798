"""Letters: cut as a citizen would, refused with the line that is wrong."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replay.letter import MESSAGE_LIMIT, Letter, LetterError, read_letters


@given(st.text("路灯 坏了。\n", max_size=9000))
def test_nothing_but_space_is_lost_in_the_cutting(text: str) -> None:
    messages = Letter("1", "标题", text).messages
    assert all(0 < len(message) <= MESSAGE_LIMIT for message in messages)
    assert "".join("".join(messages).split()) == "".join(f"标题{text}".split())


def test_the_title_is_the_first_line() -> None:
    assert Letter("1", "路灯", "坏了").messages == ["路灯\n坏了"]


def _file(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "letters.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_letters_are_read_in_order(tmp_path: Path) -> None:
    rows = [{"id": number, "title": "题", "text": "文"} for number in (2, 1)]
    path = _file(tmp_path, *map(json.dumps, rows))
    assert [letter.id for letter in read_letters(path)] == ["2", "1"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "line 2: not a letter"),
        ("[1]", "line 2: not a letter"),
        ('{"id": 2}', "line 2: not a letter"),
        ('{"id": 1, "text": "again"}', "line 2: the id 1 was there before"),
        ('{"id": 2, "title": " ", "text": ""}', "line 2: an empty letter"),
    ],
)
def test_a_line_that_is_no_letter_is_named(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(LetterError, match=reason):
        read_letters(_file(tmp_path, '{"id": 1, "text": "x"}', line))
