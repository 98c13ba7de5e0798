"""The worked examples of docs/routing.md are what the tagger does today."""

from pathlib import Path

from content.area import load_lexicon
from domain.tagging import Tagger
from tests.routing.worked import PAGE, write_examples


def test_the_worked_examples_are_routed_as_the_page_tells(tmp_path: Path) -> None:
    """They once showed the words and weights of a week before."""
    page = PAGE.read_text(encoding="utf-8")
    assert write_examples(page, Tagger(load_lexicon(), tmp_path)) == page, "tests.routing.worked"
