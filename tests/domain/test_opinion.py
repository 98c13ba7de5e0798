"""Own words kept without a person: long numbers are hidden, others stay."""

import pytest

from domain.opinion import hide_numbers


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("打我电话13800138000", "打我电话***"),
        ("电话 138-0013-8000。", "电话 ***。"),
        ("身份证11010519900307123X", "身份证***"),
        ("\uff11\uff13\uff18\uff10\uff10\uff11\uff13\uff18\uff10\uff10\uff10", "***"),
        ("2026年3月2日晚上10点", "2026年3月2日晚上10点"),
        ("罚了我2000元，等了45天", "罚了我2000元，等了45天"),
    ],
)
def test_numbers_that_could_name_somebody_are_hidden(said: str, kept: str) -> None:
    assert hide_numbers(said) == kept
