"""An error in a content file is told with its line, whatever kind of file and error."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from content.area import load_lexicon
from content.emergency import load_alarm_words
from content.loader import ROOT, ContentError
from content.place import find_line
from content.stopwords import load_stop_words
from content.survey import load_surveys
from content.text import load_texts

Loader = Callable[[Path], object]


def spoil(root: Path, name: str, old: str, new: str) -> int:
    """Replace what stands once or first; the line (from 1) on which it stood."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("load", "name", "old", "new", "reason"),
    [
        (load_lexicon, "areas/prevention.toml", "偷 被偷", "偷 偷 被偷", "twice"),
        (load_lexicon, "areas/prevention.toml", "偷 被偷", "偷=viel 被偷", "no number"),
        (load_lexicon, "areas/prevention.toml", "偷 被偷", "偷=99 被偷", "at most 10"),
        (load_lexicon, "areas/prevention.toml", 'area = "prevention"', 'area = "police"', "Input"),
        (load_lexicon, "areas/prevention.toml", 'area = "prevention"', 'area = "a" b', "line"),
        (load_lexicon, "areas/service.toml", 'title = { zh = "服务", en = "Service" }',
            'title = { zh = "服务" }', "Field required"),
        (load_lexicon, "areas/conduct.toml", 'patterns = ["逼|', 'patterns = ["@nobody 逼|', "no topic"),
        (load_lexicon, "areas/other.toml", 'area = "other"', 'area = "other"\nwieght = 2', "Extra"),
        (load_lexicon, "weights.toml", "abuse -0.", "abuse -0,", "only numbers"),
        (load_alarm_words, "emergency.toml", '"救命啊"', '"(救命"', "救命"),
        (load_alarm_words, "emergency.toml", "now = [", "then = [", "then"),
        (load_stop_words, "stopwords.toml", "everything = [", 'everything = ["!",', "no letter"),
        (load_surveys, "surveys/safety.toml", "id = ", "idd = ", "idd"),
        (load_texts, "texts/house.toml", "en = ", "english = ", "english"),
    ],
)  # fmt: skip
def test_the_line_is_named(
    tmp_path: Path, load: Loader, name: str, old: str, new: str, reason: str
) -> None:
    root = tmp_path / "content"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    line = spoil(root, name, old, new)
    with pytest.raises(ContentError, match=re.escape(Path(name).name)) as refused:
        load(root)
    assert reason in str(refused.value)
    assert refused.value.line is not None
    assert abs(refused.value.line - line) <= 2
    assert f"line {refused.value.line}" in str(refused.value)


FILE = '''
title = { zh = "一", en = "One" }

[[topic]]
id = "first"
words = """
旧=2 新
"""

[[topic]]
id = "second"
words = "旧 words"
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("title.en", 2),
        ("topic.0", 4),
        ("topic.1.words", 12),
        ("first.words.新", 7),
        ("first.words.旧", 7),
        ("second.words.旧", 12),
        ("second.title.zh", 10),
        ("nothing", None),
        ("", None),
    ],
)
def test_a_key_is_looked_for_inwards(tmp_path: Path, key: str, line: int | None) -> None:
    path = tmp_path / "a.toml"
    path.write_text(FILE, encoding="utf-8")
    assert find_line(path, key) == line


def test_the_line_that_a_reader_names_is_taken_over(tmp_path: Path) -> None:
    assert find_line(tmp_path / "no file", "", "Invalid value (at line 12, column 3)") == 12
