"""Which categories of cases are told of by themselves, by the words of content/sensitive.toml."""

from pathlib import Path

import pytest

from content.feed import load_feed_words
from content.loader import ContentError
from content.sensitive import load_sensitive_words

WORDS = load_feed_words()

LISTED = [
    line.split("\t")
    for line in Path(__file__).with_name("categories.tsv").read_text("utf-8").splitlines()
]
SENSITIVE = [category for sort, category in LISTED if sort == "sensitive"]
ORDINARY = [category for sort, category in LISTED if sort == "ordinary"]


@pytest.mark.parametrize("category", SENSITIVE)
def test_a_sensitive_category_is_known_by_its_roots(category: str) -> None:
    assert WORDS.is_sensitive(category)
    assert not WORDS.is_unfamiliar(category)


@pytest.mark.parametrize("category", ORDINARY)
def test_a_harmless_category_is_told_of(category: str) -> None:
    assert not WORDS.is_sensitive(category)
    assert not WORDS.is_unfamiliar(category)


@pytest.mark.parametrize("category", ["", "虚构案由", "其他", "某某案", "@SUM(1)", "misc."])
def test_what_no_list_holds_is_unfamiliar(category: str) -> None:
    assert not WORDS.is_sensitive(category)
    assert WORDS.is_unfamiliar(category)


def test_a_root_is_too_short_to_look_for_in_what_citizens_write() -> None:
    words = load_sensitive_words().words
    assert not any(word in "我妻子想给孩子办户口，母亲的身份证也要换" for word in words)
    assert any(word in "有人猥亵孩子" for word in words)


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    (tmp_path / "sensitive.toml").write_text("harmless = []\n", encoding="utf-8")
    with pytest.raises(ContentError, match="ordinary"):
        load_sensitive_words(tmp_path)
