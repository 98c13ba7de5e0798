"""`minyi staff` on the command line."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import minyi


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINYI_HOME", str(tmp_path))


def staff(*words: str) -> Result:
    return CliRunner().invoke(minyi, ["staff", *words])


CODE = re.compile(r"^/staff ([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$", re.MULTILINE)


def test_a_member_is_added_listed_given_a_new_code_and_deactivated() -> None:
    added = staff(
        "add", "--name", "甲(示例)", "--role", "desk", "--area", "conduct", "--unit", "hexi"
    )
    assert added.exit_code == 0, added.output
    assert CODE.search(added.output)
    renewed = staff("code", "1")
    assert CODE.search(renewed.output)
    assert CODE.search(added.output)[0] not in renewed.output  # type: ignore[index]
    assert staff("list").output == "1\t甲(示例)\tdesk\tconduct\thexi\tactive\n"
    assert "no access" in staff("deactivate", "1").output
    assert staff("list").output.endswith("left\n")
    assert CODE.search(staff("reactivate", "1").output)
    assert staff("list").output.endswith("active\n")


def test_what_cannot_be_done_is_said_in_one_line() -> None:
    for words in (
        ("code", "7"),
        ("deactivate", "7"),
        ("reactivate", "7"),
        ("add", "--name", "甲", "--role", "desk"),
        ("add", "--name", "甲", "--role", "triage", "--unit", "nosuch"),
    ):
        refused = staff(*words)
        assert refused.exit_code == 1
        assert re.fullmatch(r"Error: .+\n", refused.output)
