from hypothesis import given
from hypothesis import strategies as st

from domain.query_code import hash_code, is_code, matches
from domain.typed import as_code

KEYS = st.binary(min_size=16, max_size=64)
SALTS = st.text("0123456789abcdef", min_size=16, max_size=16)
CODES = st.text("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=4, max_size=32)


@given(KEYS, SALTS, CODES, CODES)
def test_only_the_same_code_matches(key: bytes, salt: str, code: str, other: str) -> None:
    assert matches(key, salt, other, hash_code(key, salt, code)) == (code == other)


@given(KEYS, KEYS, SALTS, SALTS, CODES)
def test_another_key_or_salt_makes_another_hash(
    key: bytes, other_key: bytes, salt: str, other_salt: str, code: str
) -> None:
    same = key == other_key and salt == other_salt
    assert (hash_code(key, salt, code) == hash_code(other_key, other_salt, code)) == same


@given(KEYS, SALTS, CODES)
def test_the_hash_does_not_hold_the_code(key: bytes, salt: str, code: str) -> None:
    hashed = hash_code(key, salt, code)
    assert len(hashed) == 64
    assert len(code) < 6 or code.lower() not in hashed


@given(CODES)
def test_a_code_may_be_typed_full_width_with_gaps_and_in_small_letters(code: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code.lower())
    assert as_code(" - ".join(wide)) == code


def test_what_cannot_be_a_code() -> None:
    assert is_code("4829")
    assert not any(map(is_code, ("", "123", "4" * 33, "四八二九", "48 29")))
