"""Receipt codes, however they are typed."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.receipt_code import ALPHABET, EXAMPLE, find_code, new_code, read_code

FULL_WIDTH = {c: c + 0xFEE0 for c in range(0x21, 0x7F)}


@st.composite
def codes(draw: st.DrawFn) -> str:
    symbols = draw(
        st.text(ALPHABET, min_size=8, max_size=8).filter(lambda s: set(s) & set("23456789"))
    )
    return f"M{symbols[:4]}-{symbols[4:]}"


@given(codes(), st.data())
def test_a_code_is_read_however_it_is_typed(code: str, data: st.DataObject) -> None:
    typed = "".join(
        data.draw(st.sampled_from({"0": "0Oo", "1": "1IiLl"}.get(c, c + c.lower()))) for c in code
    )
    if data.draw(st.booleans()):
        typed = typed.replace("-", data.draw(st.sampled_from(["", " ", "—", "-", "－", "‐"])))
    if data.draw(st.booleans()):
        typed = typed.translate(FULL_WIDTH)
    typed = data.draw(st.sampled_from(["", " ", "\u200b", "\u202e"])) + typed + "。"
    assert read_code(typed) == code


@given(codes())
def test_a_code_is_found_in_a_sentence(code: str) -> None:
    assert find_code(f"我的回执码是{code},办得怎么样了") == code
    assert find_code(f"what about {code.lower()}?") == code


def test_new_codes_are_read_as_they_are_and_differ() -> None:
    made = {new_code() for _ in range(500)}
    assert len(made) == 500
    assert all(read_code(code) == code for code in made)


def test_nobody_is_given_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(EXAMPLE.replace("-", "") + "4TWK8R3N")
    monkeypatch.setattr(secrets, "choice", lambda _: next(drawn))
    assert new_code() == "M4TWK-8R3N"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "machinery",
        "MACHINERY",
        "我家楼下烧烤店吵",
        "M7K2M-9QX",
        "M7K2M-9QXDD",
        "A7K2M-9QXD",
        "M7K2M-9QXU",
    ],
)
def test_other_texts_are_no_codes(text: str) -> None:
    assert read_code(text) is None
    assert find_code(text) is None
