import json
from math import exp
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import minyi
from content.learned import fingerprint, format_learned, load_learned
from domain.area import Area


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINYI_HOME", str(tmp_path / "home"))
    return tmp_path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(minyi, [str(argument) for argument in arguments])


def write(path: Path, *rows: dict[str, str]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_file_is_routed_line_by_line_with_the_words_that_decided(home: Path) -> None:
    letters = write(
        home / "in.jsonl",
        {"id": "a", "title": "", "text": "请问补办身份证要带什么材料"},
        {"id": "b", "title": "路灯坏了", "text": "我们村的路灯坏了两个月"},
    )
    assert run("route", letters, "--output", home / "out.jsonl", "--why").exit_code == 0
    first, second = map(json.loads, (home / "out.jsonl").read_text("utf-8").splitlines())
    assert (first["id"], first["area"], second["area"]) == ("a", "service", "other")
    assert set(first) == {
        "id", "area", "sure", "score", "runner_up", "also", "tags", "lead", "line", "because"
    }  # fmt: skip
    for row in (first, second):
        assert sum(reason["weight"] for reason in row["because"]) == pytest.approx(
            row["lead"], abs=0.01
        )
        logit = row["line"]["slope"] * row["lead"] + row["line"]["offset"]
        assert 1 / (1 + exp(-logit)) == pytest.approx(row["score"], abs=1e-3)
    assert (first["line"]["brief"], second["line"]["brief"]) == (True, False)
    for reason in first["because"]:
        assert "请问补办身份证要带什么材料"[reason["start"] : reason["end"]] == reason["word"]


def test_a_file_may_be_routed_onto_itself_and_keeps_its_ids(home: Path) -> None:
    letters = home / "in.jsonl"
    letters.write_text(
        '{"id": 7, "text": "身份证丢了", "area": "nowhere"}\n{"id": null, "text": "\\ud83d路灯坏了"}\n',
        encoding="utf-8",
    )
    assert run("route", letters, "--output", letters).exit_code == 0
    rows = [json.loads(line) for line in letters.read_text("utf-8").splitlines()]
    assert [(row["id"], row["area"]) for row in rows] == [(7, "service"), (None, "other")]
    assert [path.name for path in home.iterdir() if path.suffix != ".jsonl"] == ["home"]


def test_a_line_that_cannot_be_read_is_named(home: Path) -> None:
    bad = home / "bad.jsonl"
    bad.write_text('{"id": 1, "text": "路灯"}\n{"id": 2}\n', encoding="utf-8")
    result = run("route", bad, "--output", home / "out.jsonl")
    assert result.exit_code != 0
    assert "line 2" in result.output


def test_areas_check_tells_all_figures(home: Path) -> None:
    rows = [
        {"id": str(n), "title": "", "text": "身份证丢了怎么补办", "area": Area.SERVICE}
        for n in range(6)
    ]
    output = run("areas", "check", write(home / "in.jsonl", *rows)).output
    for figure in ("accuracy", "macro-F1", "precision", "ECE", "surest share"):
        assert figure in output


def test_letters_that_the_weights_were_learned_from_are_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "身份证丢了怎么补办"
    rows = write(home / "in.jsonl", {"id": "1", "text": text, "area": Area.SERVICE})
    assert "learned from" not in run("areas", "check", rows).output
    learned = frozenset({fingerprint(text)})
    monkeypatch.setattr("content.learned.load_learned", lambda: learned)
    assert "1 of these 1 texts are among those" in run("areas", "check", rows).output


def test_fingerprints_are_read_back_as_they_were_written(home: Path) -> None:
    assert len(load_learned()) > 100
    seen = frozenset({fingerprint("报案"), fingerprint("路灯")})
    (home / "learned.toml").write_text(format_learned(seen), encoding="utf-8")
    assert load_learned(home) == seen
    assert fingerprint("報案 ") == fingerprint("报案")


def test_suggestions_come_with_evidence_and_change_nothing(home: Path) -> None:
    weights = Path("content/weights.toml").read_bytes()
    rows = [
        {"id": f"c{n}", "title": "", "text": f"咕噜球又响了{n}", "area": "prevention"}
        for n in range(5)
    ]
    rows += [
        {"id": f"d{n}", "title": "", "text": f"护照怎么换{n}", "area": "service"} for n in range(5)
    ]
    corrections = write(home / "corrections.jsonl", *rows)
    difference = home / "difference.patch"
    result = run("areas", "suggest", corrections, "--frozen", corrections, "--output", difference)
    assert result.exit_code == 0, result.output
    assert "c0" in result.output
    assert "+++ content/weights.toml" in difference.read_text("utf-8")
    assert Path("content/weights.toml").read_bytes() == weights
