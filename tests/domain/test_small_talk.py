"""What is no matter for a desk."""

import pytest

from content.kind import load_kind_words
from content.small_talk import load_small_talk
from domain.complaint import Kind
from domain.kind_guess import guess_kind
from domain.small_talk import SmallTalk, find_small_talk

WORDS = load_small_talk()
KINDS = load_kind_words()


@pytest.mark.parametrize(
    ("text", "talk"),
    [
        ("你好", SmallTalk.GREETING),
        ("您好!!!", SmallTalk.GREETING),
        ("ＨＩ～", SmallTalk.GREETING),
        ("Hello there.", SmallTalk.GREETING),
        ("你好😊", SmallTalk.GREETING),
        ("hi 👋🏻", SmallTalk.GREETING),
        ("您好😊有人吗", SmallTalk.GREETING),
        ("你好呀❤️", SmallTalk.GREETING),
        ("hi there 👋 good morning ☀️", SmallTalk.GREETING),
        ("你好😊😊谢谢🙋‍♀️", SmallTalk.THANKS),
        ("你好😊车被偷了", None),
        ("謝謝你們", SmallTalk.THANKS),
        ("Thanks!", SmallTalk.THANKS),
        ("好的,谢谢", SmallTalk.THANKS),
        ("谢谢,辛苦你们了。", SmallTalk.THANKS),
        ("您好,在吗?", SmallTalk.GREETING),
        ("", SmallTalk.FACES),
        ("?!…", SmallTalk.WONDER),
        ("？", SmallTalk.WONDER),
        ("。。。", SmallTalk.FACES),
        ("😀👍", SmallTalk.FACES),
        ("嗯嗯嗯", SmallTalk.NOISE),
        ("啊啊啊啊", SmallTalk.NOISE),
        ("hm", SmallTalk.NOISE),
        ("Hahaha…", SmallTalk.NOISE),
        ("sdkjfhskdjf", SmallTalk.NOISE),
        ("asdasdasd", SmallTalk.NOISE),
        ("哈哈哈哈哈哈", SmallTalk.NOISE),
        ("你们警察都是垃圾", SmallTalk.CURSE),
        ("滚！", SmallTalk.CURSE),
        ("You are all useless idiots", SmallTalk.CURSE),
        ("垃圾没人收", None),
        ("你们这群废物,我报案三个月没人管", None),
        ("fucking neighbours play music all night", None),
        ("他们都是骗子", None),
        ("zuotian diandongche bei tou le", None),
        ("20260302", SmallTalk.UNCLEAR),
        ("asdf", SmallTalk.NOISE),
        ("车被偷了", None),
        ("怎么办身份证", None),
        ("你好,我想问一下户口怎么迁", None),
        ("My bike was stolen", None),
    ],
)
def test_small_talk_is_told_from_a_matter(text: str, talk: SmallTalk | None) -> None:
    assert find_small_talk(WORDS, text) is talk


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我要表扬一位民警,帮我找回了钱包", Kind.PRAISE),
        ("建议在路口增加一个红绿灯", Kind.SUGGESTION),
        ("I suggest a sign at the gate", Kind.SUGGESTION),
        ("建议你们查查,报案三个月一直没消息", Kind.COMPLAINT),
        ("楼下很吵", Kind.COMPLAINT),
        ("感谢民警,但是车被偷了没人管", Kind.COMPLAINT),
    ],
)
def test_trouble_is_never_taken_for_praise(text: str, kind: Kind) -> None:
    assert guess_kind(KINDS, text) is kind
