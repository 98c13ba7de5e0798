import pytest

from domain.pattern import GAP, match_pattern, read_pattern

NOTHING = frozenset[str]()


def matches(source: str, words: str) -> bool:
    pattern = read_pattern(
        source, lambda name: frozenset({"警察", "民警"} if name == "police" else ())
    )
    cut = words.split()
    return any(match_pattern(pattern, cut, place) is not None for place in range(len(cut)))


@pytest.mark.parametrize(
    ("source", "words", "found"),
    [
        ("不|没 处理", "至今 没 处理", True),
        ("不|没 处理", "没 人 处理", False),
        ("不|没 … 处理", "没 人 来 处理", True),
        ("不|没 … 处理", "没 " + "很 " * GAP + "处理", True),
        ("不|没 … 处理", "没 " + "很 " * (GAP + 1) + "处理", False),
        ("不|没 … 处理", "没 来 。 请 处理", False),
        ("@police … 骂", "那个 民警 张口 就 骂", True),
        ("# 路", "建议 855 路 改道", True),
        ("# 路", "这 条 路", False),
    ],
)
def test_a_pattern_finds_words_in_a_row(source: str, words: str, found: bool) -> None:
    assert matches(source, words) is found


@pytest.mark.parametrize("source", ["独字", "不 …", "不|| 处理", ""])
def test_a_pattern_that_cannot_match_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"pattern|alternative"):
        read_pattern(source, lambda _: NOTHING)
