"""Names and small words are data, and no name passes."""

import pytest

from content.unlearned import load_unlearned

UNLEARNED = load_unlearned()


@pytest.mark.parametrize("word", ["王建国", "长沙", "西地省", "吖咪哒", "james", "三百"])
def test_a_word_that_may_be_a_name_is_told(word: str) -> None:
    assert UNLEARNED.is_name(word)


@pytest.mark.parametrize("word", ["护照", "辱骂", "小区", "派出所"])
def test_a_common_word_is_no_name(word: str) -> None:
    assert not UNLEARNED.is_name(word)


@pytest.mark.parametrize(
    "parts", ["张 伟 强", "李 所长", "老 张", "幸 福 村", "张 某某", "李 大 力 警官", "司徒 静"]
)
def test_neighbours_that_look_like_a_name_are_told(parts: str) -> None:
    assert UNLEARNED.looks_like_name(parts.split())


@pytest.mark.parametrize("parts", ["吖 咪 哒", "帽子 叔叔", "电 鸡", "炸 街 党"])
def test_other_neighbours_are_no_name(parts: str) -> None:
    assert not UNLEARNED.looks_like_name(parts.split())
