"""What a broadcast may not hold, by the words of content/broadcast.toml."""

from pathlib import Path

import pytest

from content.broadcast import load_broadcast_words
from content.loader import ContentError
from domain.broadcast_words import Fault, find_faults

WORDS = load_broadcast_words(["0000-000101"])


def _faults(text: str) -> set[Fault]:
    return {finding.fault for finding in find_faults(WORDS, text)}


@pytest.mark.parametrize(
    "text",
    [
        "详情见 www.example.com",
        "请点击HTTPS://example.org/x",
        "点开 example.cn 看看",
        "扫码领取",
        "写信到 a.b@example.net",
        "加微信咨询",
    ],
)
def test_addresses_are_refused_however_they_are_written(text: str) -> None:
    assert Fault.LINK in _faults(text)


@pytest.mark.parametrize(
    "text",
    ["电话13800000000", "打 138 0000 0000", "拨110或0000-000199", "账户6222 0000 0000 0000"],
)
def test_numbers_that_are_not_public_are_refused(text: str) -> None:
    assert Fault.PHONE in _faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "请您把验证码发给我们",
        "办理要先交钱,请转账到指定账户",
        "为了核对,请提供身份证号",
        "Please send us your bank card number.",
        "You must transfer the fee today.",
    ],
)
def test_asking_for_money_or_personal_data_is_refused(text: str) -> None:
    assert Fault.ASK in _faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "凡自称公安、要求您转账到“安全账户”的,都是诈骗。",
        "请不要把验证码、银行卡密码告诉任何人。",
        "有疑问请拨110、96110,或者城关派出所0000-000101。",
        "2026年3月5日9:00—11:30,户籍窗口加开。请带身份证。",
        "Never tell anyone your password. Call 110 or 96110.",
    ],
)
def test_warnings_of_fraud_and_plain_news_pass(text: str) -> None:
    assert find_faults(WORDS, text) == []


def test_a_pattern_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    text = 'links = ["("]\npublic = []\nasking = []\nwanted = []\nwarning = []\nfraud = []\n'
    (tmp_path / "broadcast.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"broadcast.toml, line \d+: links: '\('"):
        load_broadcast_words(root=tmp_path)
