"""The replies that staff may choose are whole, and a wrong file is named."""

from pathlib import Path

import pytest

from content.loader import ContentError
from content.reply import KINDS, load_replies
from content.text import load_texts
from domain.area import Area


def write(root: Path, reply: str) -> None:
    (root / "replies").mkdir()
    (root / "replies" / "any.toml").write_text(reply, encoding="utf-8")


REPLY = """
[[reply]]
id = "done"
kind = "answer"
title = { zh = "办好了", en = "Done" }
what = { zh = "一", en = "one" }
why = { zh = "二", en = "two" }
how = { zh = "三 {code}", en = "three {code}" }
"""


def test_every_area_can_answer_ask_and_close_by_a_template() -> None:
    replies = load_replies()
    for area in Area:
        assert {r.kind for r in replies if r.area in (None, area)} == KINDS


def test_every_reply_says_what_why_and_what_to_do_in_both_languages() -> None:
    for texts in load_texts().values():
        for reply in load_replies():
            said = reply.word(texts, code="M7K2M-9QXD")
            assert [line.startswith(("【", "What", "Why")) for line in said.split("\n")] == [
                True
            ] * 3
            assert "{" not in said


def test_a_place_that_nobody_fills_is_named_with_file_and_key(tmp_path: Path) -> None:
    write(tmp_path, REPLY.replace("{code}", "{name}"))
    with pytest.raises(ContentError, match=r"any\.toml, line \d+: reply\.done\.how\.zh: .*name"):
        load_replies(tmp_path)


def test_a_kind_that_staff_do_not_write_is_refused(tmp_path: Path) -> None:
    write(tmp_path, REPLY.replace('"answer"', '"verdict"'))
    with pytest.raises(ContentError, match=r"reply\.done\.kind"):
        load_replies(tmp_path)


def test_an_id_can_be_there_once(tmp_path: Path) -> None:
    write(tmp_path, REPLY + REPLY)
    with pytest.raises(ContentError, match="twice"):
        load_replies(tmp_path)
