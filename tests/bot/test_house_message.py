"""What the house says, as a channel gets it."""

import pytest

from bot.house_message import HouseEdit, HouseMessage, mark_codes
from content.text import load_texts
from domain.receipt_code import EXAMPLE


def test_a_tap_copies_a_code_on_telegram() -> None:
    text = "👍 收到了\n回执码：M4TWK-8R3N"
    for method in (
        HouseMessage(chat_id=1, text=text),
        HouseEdit(chat_id=1, message_id=1, text=text),
    ):
        [entity] = method.entities or []
        assert entity.type == "code"
        units = text.encode("utf-16-le")
        marked = units[2 * entity.offset : 2 * (entity.offset + entity.length)]
        assert marked.decode("utf-16-le") == "M4TWK-8R3N"


def test_words_without_a_code_are_sent_as_they_are() -> None:
    assert HouseMessage(chat_id=1, text="请选择").entities is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_tap_copies_no_example_of_a_code(language: str) -> None:
    """Who copied it was told that there is no complaint under it, and had used up a try."""
    texts = load_texts()[language]
    shown = [text for text in map(texts.template, texts.all_keys()) if EXAMPLE in text]
    assert shown
    assert [text for text in map(texts.template, texts.all_keys()) if mark_codes(text)] == []


def test_a_code_beside_an_example_is_still_copied() -> None:
    text = "样子像 M7K2M-9QXD。您的回执码：M4TWK-8R3N"
    [entity] = mark_codes(text) or []
    assert text[entity.offset :] == "M4TWK-8R3N"
