"""Codes and sentences are told apart by their shape."""

import pytest

from domain.slip import is_slip


@pytest.mark.parametrize(
    "text",
    [
        "M7K2M-9QX",
        "m7k2m 9qx",
        "我的回执码是M7K2M-9QX",
        "MKDAE 4YFY",
        "你好，回执码 M7K2M-9QX 谢谢",
        "my receipt code is M7K2M-9QX",
        "DEMO-3690",
        "482 913",
        "查询码:482913",
        "4829",
        "ABCDEF",
        "A330000202600012",
        "编号Ａ３３００００２０２６０００１２",
        "京公(朝)立字〔2026〕12号",
        "12345",
    ],
)
def test_what_may_be_a_code_is_one(text: str) -> None:
    assert is_slip(text)


@pytest.mark.parametrize(
    "text",
    [
        "幸福小区北门路灯坏了",
        "我家被偷了没人管",
        "3号楼的路灯坏了",
        "我打了110没人来",
        "我的回执码找不到了",
        "在吗",
        "the lamp is broken",
        "the lamp at block 3 is dark",
        "I lost the code",
        "",
        "😀",
    ],
)
def test_words_are_none(text: str) -> None:
    assert not is_slip(text)
