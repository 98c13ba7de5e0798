import re
import shutil
from pathlib import Path

import pytest

from content.area import load_lexicon
from content.loader import ROOT, ContentError
from content.spelling import load_spelling


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what routing reads, to spoil."""
    shutil.copytree(ROOT / "areas", tmp_path / "areas")
    for name in ("weights.toml", "emergency.toml", "sounds.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("areas/aliases.toml", "pcs 派出所", "pcs", "a blank, and the word"),
        ("areas/aliases.toml", "pcs 派出所", "pcs 派出所\npcs 派出所", "stands twice"),
        ("areas/aliases.toml", "pcs 派出所", "p1 派出所", "small Latin letters"),
        ("areas/aliases.toml", "pcs 派出所", "pcs station", "no word of Chinese"),
        ("areas/aliases.toml", "👮 民警", "👮👮 民警", "not one sign"),
        ("areas/aliases.toml", 'typed = "lian"', 'typed = "pcs"', "never read"),
        ("areas/aliases.toml", 'examples = ["ddc被偷了", "ddc上牌"]', "", "Field required"),
        ("sounds.toml", '"zh z"', '"zh"', "two beginnings"),
        ("sounds.toml", '"-ng -n"', '"-ng n"', "two beginnings"),
        ("sounds.toml", "\nkou ", "\nkou3 ", "no pinyin"),
    ],
)
def test_a_bad_entry_is_refused_with_file_line_and_reason(
    copy: Path, name: str, old: str, new: str, reason: str
) -> None:
    path = copy / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=re.escape(reason)) as refused:
        load_lexicon(copy)
    assert refused.value.file == path
    assert refused.value.line


def test_without_the_files_words_are_read_as_typed(tmp_path: Path) -> None:
    spelling = load_spelling(tmp_path)
    assert not spelling.latin
    assert not spelling.sounds.by_character


def test_every_character_of_a_topics_word_has_a_sound() -> None:
    lexicon = load_lexicon()
    words = {word for topic in lexicon.topics for word in topic.words}
    characters = {c for word in words for c in word if "一" <= c <= "鿿"}
    assert not characters - lexicon.spelling.sounds.by_character.keys()
