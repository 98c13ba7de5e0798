"""`minyi replay` says what is wrong with its file."""

from pathlib import Path

from click.testing import CliRunner

from bot.__main__ import minyi


def test_a_file_that_holds_no_letters_is_named(tmp_path: Path) -> None:
    path = tmp_path / "letters.jsonl"
    path.write_text("not json", encoding="utf-8")
    env = {"MINYI_HOME": str(tmp_path / "home")}
    result = CliRunner().invoke(minyi, ["replay", str(path)], env=env)
    assert result.exit_code == 1
    assert "line 1: not a letter" in result.output
