from hypothesis import given
from hypothesis import strategies as st

from domain.typed import as_code, clean


def test_what_cannot_be_seen_is_dropped() -> None:
    assert clean("\u202e派出所\u200b没人\ufeff管\x00") == "派出所没人管"


def test_only_invisible_marks_are_nothing() -> None:
    assert clean("\u200b\u200d\u2066\u3164\ufe0f ") == ""


def test_lines_and_emoji_stay_as_they_are() -> None:
    assert clean("一行\r\n二行 👨‍👩‍👧") == "一行\n二行 👨‍👩‍👧"


def test_a_number_in_full_width_digits_is_the_same_number() -> None:
    assert as_code("A2026－０００１ ") == as_code("a2026-0001") == "A20260001"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
