"""What is proposed works: applied, it puts the corrected texts right."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import minyi
from content.area import load_lexicon
from content.loader import ROOT
from domain.area import Area
from domain.tagging import Tagger

WORDS = {
    "吖咪哒": [f"那个吖咪哒又在巷子里{end}了" for end in ("闹", "吵", "转", "跑", "叫")],
    "帽子叔叔": [f"帽子叔叔{end}" for end in ("太凶了", "吼我", "脸臭", "推人", "又来了", "瞪我")],
    "不公平": ["不公平啊", "太不公平了", "不公平对待", "真不公平", "觉得不公平", "就是不公平"],
}
"""A new word that is cut to pieces, one of two known words, and one that our lists hold already."""
DESKS = {"吖咪哒": Area.ROUTINE, "帽子叔叔": Area.CONDUCT, "不公平": Area.CONDUCT}
OTHERS = [
    start + end
    for start in ("", "请问", "想问一下", "你好,", "在吗,", "麻烦问下")
    for end in ("护照怎么办", "居住证到期了", "户口迁移要什么材料", "驾照换证")
]


@pytest.fixture
def corrections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINYI_HOME", str(tmp_path / "home"))
    rows = [(text, DESKS[word]) for word, texts in WORDS.items() for text in texts]
    rows += [(f"王建国{end}", Area.CONDUCT) for end in ("不理人", "又来了", "没用", "骂我")]
    rows += [(text, Area.SERVICE) for text in OTHERS]
    path = tmp_path / "corrections.jsonl"
    path.write_text(
        "".join(
            json.dumps({"id": f"c{n}", "title": "", "text": text, "area": area}) + "\n"
            for n, (text, area) in enumerate(rows)
        ),
        encoding="utf-8",
    )
    return path


def test_applied_the_proposals_put_the_corrected_texts_right(
    tmp_path: Path, corrections: Path
) -> None:
    difference = tmp_path / "words.diff"
    frozen = ROOT.parent / "tests" / "routing" / "letters.jsonl"
    ran = CliRunner().invoke(
        minyi,
        [
            "areas",
            "suggest",
            str(corrections),
            "--frozen",
            str(frozen),
            "--output",
            str(difference),
        ],
    )
    assert ran.exit_code == 0, ran.output
    proposed = [line.split("\t")[0] for line in ran.output.splitlines() if "\t" in line][1:]
    assert set(WORDS) <= set(proposed)
    assert not any("建国" in word for word in proposed)
    assert "right now" in ran.output

    root = tmp_path / "content"
    shutil.copytree(ROOT / "areas", root / "areas")
    shutil.copy(ROOT / "weights.toml", root)
    subprocess.run(  # noqa: S603
        ["patch", "-p0", "-i", str(difference)],  # noqa: S607
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    before, after = (Tagger(load_lexicon(place), tmp_path) for place in (ROOT, root))
    for word, texts in WORDS.items():
        was = sum(before.route(text).area is DESKS[word] for text in texts)
        now = sum(after.route(text).area is DESKS[word] for text in texts)
        assert now > was or now == len(texts)
        assert now >= len(texts) - 1
    for text in OTHERS:
        assert after.route(text).area is before.route(text).area
