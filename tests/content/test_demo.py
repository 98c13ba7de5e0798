"""What the demo invents must be marked."""

from pathlib import Path

import pytest

from content.demo import load_demo_cases, load_demo_staff
from content.loader import ContentError

CASE = """
[[case]]
number = "{number}"
code = "1234"
kind = "criminal"
category = "演示-盗窃"
unit = "x"
contact = "000"
stages = [{{ received = 1 }}]
"""


def test_a_number_that_looks_real_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "cases.toml").write_text(CASE.format(number="A2026000001"), "utf-8")
    with pytest.raises(ContentError, match=r"case\.0: A2026000001 is not marked as invented"):
        load_demo_cases(tmp_path)


def test_a_name_that_looks_real_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    staff = '[[staff]]\nname = "某某"\nrole = "triage"\n'
    (tmp_path / "demo" / "staff.toml").write_text(staff, "utf-8")
    with pytest.raises(ContentError, match="某某 is not marked"):
        load_demo_staff(tmp_path)
