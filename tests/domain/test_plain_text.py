import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plain_text import close_gaps, make_plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("報案三個月沒有進展", "报案三个月没有进展"),
        ("１１０为什么不来！", "110为什么不来!"),
        ("身\u200b份\u200d证", "身份证"),
        ("\u202e户口\u202c本", "户口本"),
        ("SFZ 丢了", "sfz 丢了"),
        ("①户口", "1户口"),
        ("气死我了😡", "气死我了😡"),
        ("车窗被打坏了", "车窗被打坏了"),
        ("車窗被打壞了", "车窗被打坏了"),
        ("嗰阵时", "嗰阵时"),
        ("", ""),
    ],
)
def test_all_ways_to_type_a_word_become_one(typed: str, plain: str) -> None:
    assert make_plain(typed).text == plain


def test_places_point_into_what_was_typed() -> None:
    typed = "我的\u200b身\u200b份證丟了"
    plain = make_plain(typed)
    start = plain.text.index("身份证")
    place, end = plain.typed(start, start + 3)
    assert typed[place:end] == "身\u200b份證"


def test_capitals_are_kept_where_they_tell_something() -> None:
    assert make_plain("Ｊohn 報案", keep_case=True).text == "John 报案"


def test_gaps_between_chinese_characters_are_closed_and_places_stay_true() -> None:
    typed = "抓到 王\u200b 小 明 Li Ming 了"
    plain = close_gaps(make_plain(typed, keep_case=True))
    assert plain.text == "抓到王小明 Li Ming 了"
    start = plain.text.index("王小明")
    place, end = plain.typed(start, start + 3)
    assert typed[place:end] == "王\u200b 小 明"


@given(st.text(max_size=200))
def test_any_text_has_a_place_for_every_character(typed: str) -> None:
    plain = make_plain(typed)
    if plain.places is None:
        assert len(plain.text) == len(typed)
    else:
        assert len(plain.places) == len(plain.text) + 1
        assert list(plain.places) == sorted(plain.places)
