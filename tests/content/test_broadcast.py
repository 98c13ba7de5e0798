"""What a broadcast may not hold, by the words of content/broadcast.toml."""

from pathlib import Path

import pytest

from content.broadcast import load_broadcast_words
from content.lint import load_lint_words
from content.loader import ContentError
from domain.broadcast_words import Fault, find_faults

FACTS = load_lint_words(["0000-000101"])
WORDS = load_broadcast_words(FACTS)


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


@pytest.mark.parametrize(
    "text",
    [
        "点 bit.ly/abc 查看",
        "访问 police.ru",
        "打开 t.co/x",
        "见 ftp://1.2.3.4",
        "登录 1.2.3.4/a",
        "见 http：//x",
        "看公安局.中国",
        "police。gov。cn",
        "网址：公安点com",
        "发到 mailto张三@局",
        "加v信：abc",
        "vx: abc123",
        "微信扫描下方码",
        "关注公众号平安某县",
        "ｗｗｗ．ｅｘａｍｐｌｅ．ｄｅ",
    ],
)
def test_any_address_or_account_elsewhere_is_refused(text: str) -> None:
    assert Fault.LINK in _faults(text)


@pytest.mark.parametrize(
    "text", ["请拨打一三八零零一三八零零零", "打５５５－１２３４５６７", "打138 110 8000"]
)
def test_a_private_number_is_refused_in_any_figures(text: str) -> None:
    assert Fault.PHONE in _faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "请把钱转到对公账户,谨防诈骗",
        "谨防诈骗,请把钱转到对公账户",
        "防范诈骗请立即转账",
        "不要犹豫请立即转账",
        "我们不会骗您,请转账",
        "请大家尽快到ATM机打钱",
        "把银行卡号发给我们",
        "回复您的身份证号",
        "请回复您的名字和住址",
        "支付宝转我们100元",
        "请回答满意",
        "Fraud is everywhere, please transfer your money to us.",
        "Reply with your name.",
    ],
)
def test_a_word_of_fraud_somewhere_excuses_no_request(text: str) -> None:
    assert Fault.ASK in _faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "我们抓获了李明。",
        "车牌京A12345的车主请注意。",
        "近日有人被骗20万元。",
        "案发地在人民路12号。",
        "The suspect John Smith was arrested.",
    ],
)
def test_no_case_is_told_of_in_a_broadcast(text: str) -> None:
    assert Fault.FACT in _faults(text)


HONEST = """
冒充公安说您必须转账的，都是诈骗。
骗子会说请您转账到安全账户，挂断就行。
要求您转账的，一律是骗子。
我们不会要求您转账，也不会要您的密码。
请勿向陌生人转账，切勿告诉别人验证码。
请保护好您的银行卡和密码，不要借给别人用。
请您警惕刷单返利，别先交钱。
办理居住证不收费，请带身份证和租房合同到派出所窗口。
补领身份证工本费40元，办理时请带户口本。
3月5日8:30至11:30城关派出所窗口停电，请改天来。
国庆期间出入境窗口照常上班，有疑问请打0000-000101。
全县正在测评公众安全感，请您如实回答，怎么想就怎么答。
请参加满意度测评，您的回答不记名。
春季防火，请不要在山上用火，发现火情请打119。
高考期间学校周边禁鸣，请司机绕行。
本月起电动自行车上牌在各派出所办理，每天限200辆。
大雾天请减速慢行，高速公路可能临时封闭。
新的《治安管理处罚法》2026年1月1日起施行，案件办理期限有变化。
Please bring your old card to the window; it takes five working days.
Fraudsters say you must transfer money. We never ask for it.
The household registration window is open on Saturday from 9:00 to 12:00.
Do not send anyone your verification code. Call 96110 if in doubt.
""".strip().splitlines()


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_broadcast_passes(text: str) -> None:
    assert find_faults(WORDS, text) == []


def test_a_pattern_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    text = 'links = ["("]\nasking = []\nwanted = []\nwarning = []\nfraud = []\nverdict = []\n'
    (tmp_path / "broadcast.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"broadcast.toml, line \d+: links: '\('"):
        load_broadcast_words(FACTS, root=tmp_path)
