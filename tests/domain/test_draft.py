"""How much a draft holds."""

from hypothesis import given
from hypothesis import strategies as st

from domain.draft import LETTERS_LIMIT, PHOTOS_LIMIT, Full, Part, find_full, shorten, whole_text


def test_five_photos_fit_and_a_sixth_does_not() -> None:
    parts = [Part(photo=number) for number in range(PHOTOS_LIMIT)]
    assert find_full(parts[:-1], "", photo=True) is None
    assert find_full(parts, "", photo=True) is Full.PHOTOS
    assert find_full(parts, "words", photo=False) is None


@given(st.lists(st.integers(0, 4096), max_size=12))
def test_a_draft_never_holds_more_letters_than_promised(lengths: list[int]) -> None:
    parts: list[Part] = []
    for length in lengths:
        if find_full(parts, "x" * length, photo=False) is None:
            parts.append(Part(text="x" * length))
    assert sum(len(part["text"]) for part in parts) <= LETTERS_LIMIT


@given(st.text(max_size=50), st.integers(1, 30))
def test_a_shortened_text_fits_and_says_that_it_is_cut(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short == text or short.endswith("…")


def test_messages_are_read_together() -> None:
    assert whole_text([Part(text="one"), Part(photo=1), Part(text="two", photo=2)]) == "one\ntwo"
