"""content/feed.toml: words of one kind of case alone are words of stages."""

import shutil
from pathlib import Path

import pytest

from content.feed import load_feed_words
from content.loader import ROOT, ContentError
from domain.case_life import Kind


def test_a_word_may_belong_to_one_kind_of_case_alone() -> None:
    words = load_feed_words()
    assert words.kinds_of("立案 侦查") == frozenset({Kind.CRIMINAL})
    assert words.kinds_of("立案") is None


def test_a_word_of_one_kind_must_be_a_word_of_a_stage(tmp_path: Path) -> None:
    root = tmp_path / "content"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    file = root / "feed.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('petition = ["决定受理", "予以', 'petition = ["飞走了", "予以'), "utf-8"
    )
    with pytest.raises(ContentError, match=r"only\.petition: 飞走了 is no word of a stage"):
        load_feed_words(root)
