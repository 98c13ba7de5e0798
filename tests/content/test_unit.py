"""content/units.toml: what is wrong is named."""

from pathlib import Path

import pytest

from content.loader import ContentError
from content.unit import load_units

UNIT = '[[unit]]\nid = "{id}"\ntitle = {{ zh = "甲", en = "A" }}\nphone = "1"\nnames = {names}\n'


def _units(root: Path, *units: tuple[str, str]) -> None:
    text = "".join(UNIT.format(id=id_, names=names) for id_, names in units)
    (root / "units.toml").write_text(text, encoding="utf-8")


def test_a_name_of_two_units_is_refused(tmp_path: Path) -> None:
    _units(tmp_path, ("first", '["河东所"]'), ("second", '["河 东所"]'))
    with pytest.raises(
        ContentError, match=r"units.toml, line \d+: unit.1.names: '河东所' is a name of first"
    ):
        load_units(tmp_path)


def test_a_name_of_one_letter_is_refused(tmp_path: Path) -> None:
    _units(tmp_path, ("first", '["所"]'))
    with pytest.raises(ContentError, match="too short"):
        load_units(tmp_path)


def test_a_unit_without_names_is_refused(tmp_path: Path) -> None:
    _units(tmp_path, ("first", "[]"))
    with pytest.raises(ContentError, match=r"unit.0.names"):
        load_units(tmp_path)


def test_somewhere_crimes_can_be_reported(tmp_path: Path) -> None:
    _units(tmp_path, ("first", '["河东所"]'))
    with pytest.raises(ContentError, match="takes_reports"):
        load_units(tmp_path)


def test_the_units_of_a_home_come_instead_of_the_invented_ones(tmp_path: Path) -> None:
    own = tmp_path / "units.toml"
    assert all(unit.demo for unit in load_units(own=own))
    own.write_text(
        UNIT.format(id="own", names='["自家所"]') + "takes_reports = true\n", encoding="utf-8"
    )
    assert [(unit.id, unit.demo) for unit in load_units(own=own)] == [("own", False)]
