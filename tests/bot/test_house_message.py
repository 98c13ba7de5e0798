"""What the house says, as a channel gets it."""

from bot.house_message import HouseEdit, HouseMessage


def test_a_tap_copies_a_code_on_telegram() -> None:
    text = "👍 收到了\n回执码：M7K2M-9QXD"
    for method in (
        HouseMessage(chat_id=1, text=text),
        HouseEdit(chat_id=1, message_id=1, text=text),
    ):
        [entity] = method.entities or []
        assert entity.type == "code"
        units = text.encode("utf-16-le")
        marked = units[2 * entity.offset : 2 * (entity.offset + entity.length)]
        assert marked.decode("utf-16-le") == "M7K2M-9QXD"


def test_words_without_a_code_are_sent_as_they_are() -> None:
    assert HouseMessage(chat_id=1, text="请选择").entities is None
