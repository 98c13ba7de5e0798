"""Which units a text names."""

import pytest

from content.unit import load_units
from domain.unit import find_unit, named_units

UNITS = load_units()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("城关派出所的民警态度不好", ["chengguan"]),
        ("城关所和交警都不管", ["chengguan", "traffic"]),
        ("去了城 关\u200b派出所", ["chengguan"]),
        ("城關派出所", ["chengguan"]),
        ("The Traffic  Police towed my car", ["traffic"]),
        ("派出所的窗口排队太久", []),
        ("", []),
    ],
)
def test_units_are_found_however_they_are_written(text: str, ids: list[str]) -> None:
    assert [unit.id for unit in named_units(UNITS, text)] == ids


def test_a_unit_is_found_by_its_id_its_title_and_its_names_alone() -> None:
    for name in ("chengguan", "城关派出所", "Chengguan police station", "城关所"):
        unit = find_unit(UNITS, name)
        assert unit is not None
        assert unit.id == "chengguan"
    assert find_unit(UNITS, "城关") is None
    assert find_unit(UNITS, "") is None


def test_the_units_that_come_with_the_house_are_marked_as_invented() -> None:
    assert all(unit.demo and unit.phone.startswith("0000-") for unit in UNITS)
