import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.telephone import has_mobile


@pytest.mark.parametrize(
    "contact",
    [
        "13800138000",
        "+86 13800138000",
        "(86)13800138000",
        "0086-13800138000",
        "013800138000",
        "0086013800138000",
        "138 0013 8000",
        "138.0013.8000",
        "138-0013-8000",
        "(138)00138000",
        "13800138000转8001",
        "13800138000-8001",
        "0555-1234567、13800138000",
        "13800138000/0555-1234567",
        "0555-1234567 13800138000",
        "0555-1234567,138 0013 8000;0555-7654321",
        "0555-1234567分机13800138000",
        "0555123456713800138000",
        "138/0013/8000",
    ],
)
def test_a_mobile_number_is_seen_whatever_stands_around_it(contact: str) -> None:
    assert has_mobile(contact)


@pytest.mark.parametrize(
    "contact",
    [
        "0555-1234567",
        "+86 0555 1234567",
        "010-12345678",
        "(021)13912345",
        "0000-1234567转8001",
        "0555-1234567、0555-1390013",
        "0555-1234567分机138",
        "0555-1390013、0555-7654321",
        "0555-1390013 0555-7654321",
        "400-138-0013",
        "110",
        "12345",
        "95588",
    ],
)
def test_a_public_number_is_not_taken_for_one(contact: str) -> None:
    assert not has_mobile(contact)


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["", "0", "86", "+86 ", "0086-", "(86)"]),
    st.sampled_from(["", "0555-1234567、", "0555-1234567 ", "0555 1234567/"]),
    st.sampled_from(["", "转1", "、0555-7654321", " 0555-7654321", "-22"]),
    st.integers(0, 10),
    st.sampled_from(["", " ", "-", "."]),
)
def test_no_prefix_neighbour_or_gap_hides_it(
    mobile: str, prefix: str, before: str, after: str, cut: int, gap: str
) -> None:
    assert has_mobile(f"{before}{prefix}{mobile[:cut]}{gap}{mobile[cut:]}{after}")
