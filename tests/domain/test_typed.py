import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.area import load_lexicon
from domain.typed import as_code, clean, find_language

SOUNDS = load_lexicon().spelling.sounds


def test_what_cannot_be_seen_is_dropped() -> None:
    assert clean("\u202e派出所\u200b没人\ufeff管\x00") == "派出所没人管"


def test_only_invisible_marks_are_nothing() -> None:
    assert clean("\u200b\u200d\u2066\u3164\ufe0f ") == ""


def test_lines_and_emoji_stay_as_they_are() -> None:
    assert clean("一行\r\n二行 👨‍👩‍👧") == "一行\n二行 👨‍👩‍👧"


def test_a_number_in_full_width_digits_is_the_same_number() -> None:
    assert as_code("A2026－０００１ ") == as_code("a2026-0001") == "A20260001"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("my bike was stolen last night", "en"),
        ("stolen bike", "en"),
        ("can you help me", "en"),
        ("Hello police!", "en"),
        ("I was cheated by a seller on WeChat", "en"),
        ("my hukou is lost", "en"),
        ("我的 bike was stolen last night", "zh"),
        ("wo de diandongche bei tou le", None),
        ("Zuotian wanshang, louxia tai chao! Mei ren guan ma?", None),
        ("wo de iPad zai huochezhan bei tou le", None),
        ("xi'an-lu paichusuo bu shouli", None),
        ("lv shi shuo bu xing", None),
        ("hi", None),
        ("L7K2M-9QXD", None),
        ("12 345", None),
    ],
)
def test_pinyin_is_not_taken_for_english(text: str, language: str | None) -> None:
    assert find_language(SOUNDS, text) == language


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
