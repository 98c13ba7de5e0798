"""Sign-in codes can't be guessed and survive being typed by hand."""

import re

from domain.sign_in_code import hash_code, new_code


def test_a_code_is_four_groups_of_readable_characters() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    for code in codes:
        assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code)


def test_however_it_is_typed_it_is_the_same_code() -> None:
    right = hash_code(b"key", "AB01-CDEF-GHJK-MNPQ")
    for typed in (
        "ab01cdefghjkmnpq",
        " AB01 CDEF GHJK MNPQ",
        "ABOI-CDEF-GHJK-MNPQ",
        "AB01-CDEF-GHJK-MNPQ",
    ):
        assert hash_code(b"key", typed) == right


def test_the_hash_needs_the_key_of_the_installation() -> None:
    code = new_code()
    assert hash_code(b"one", code) != hash_code(b"other", code)
    assert code.replace("-", "") not in hash_code(b"one", code).upper()
