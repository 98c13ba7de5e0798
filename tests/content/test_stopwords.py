"""Stop words are data that is checked."""

from pathlib import Path

import pytest

from content.loader import ContentError
from content.stopwords import load_stop_words


def test_a_word_in_two_lists_is_named(tmp_path: Path) -> None:
    lists = 'everything = ["退订"]\nnotices = ["退 订"]\nsurveys = ["x"]\nbroadcasts = ["z"]\n'
    (tmp_path / "stopwords.toml").write_text(lists, encoding="utf-8")
    with pytest.raises(
        ContentError, match=r"stopwords.toml, line \d+: notices: '退 订' stands in everything too"
    ):
        load_stop_words(tmp_path)


def test_a_word_without_a_letter_is_refused(tmp_path: Path) -> None:
    lists = 'everything = ["。"]\nnotices = ["x"]\nsurveys = ["y"]\nbroadcasts = ["z"]\n'
    (tmp_path / "stopwords.toml").write_text(lists, encoding="utf-8")
    with pytest.raises(ContentError, match="everything: '。' holds no letter"):
        load_stop_words(tmp_path)
