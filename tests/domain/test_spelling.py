"""Initials, pinyin, signs and slips are read as the words that are meant, and shown as typed."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.area import load_lexicon
from domain.area import Area
from domain.misspelling import Listener
from domain.plain_text import PlainText, make_plain
from domain.spelled_out import SpelledOut
from domain.spelling import Alias
from domain.tagging import Tagger

LEXICON = load_lexicon()
WORDS = {word for topic in LEXICON.topics for word in topic.words}
ALIASES = [alias for readings in LEXICON.spelling.latin.values() for alias in readings]
SPELLED_OUT = SpelledOut(LEXICON.spelling, WORDS)
LISTENER = Listener(LEXICON.spelling.sounds, WORDS)


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    return Tagger(LEXICON, tmp_path_factory.mktemp("cache"))


def spell_out(typed: str) -> str:
    return SPELLED_OUT.spell_out(make_plain(typed))[0].text


@pytest.mark.parametrize("alias", ALIASES, ids=lambda alias: f"{alias.typed}-{alias.word}")
def test_an_alias_is_read_where_it_is_meant_and_nowhere_else(alias: Alias) -> None:
    for example in alias.examples or (f"{alias.typed}的事", f"有{alias.typed.upper()}吗"):
        assert alias.word in spell_out(example), example
    for misleading in alias.misleading:
        assert alias.word not in spell_out(misleading), misleading


@pytest.mark.parametrize(
    "text",
    [
        "浙DB1234天天违停堵门",
        "浙 DB 1234违停",
        "鄂HK2211乱停",
        "湘A·TD558超速",
        "zpwang@hk.cn",
        "hk@zp.cn",
        "co.,Ltd",
        "shower in the canteen",
        "I flew to HK with my JC Penney bag",
        "http://www.example.cn/hk/sfz",
        "online dating app",
        "la la land",
        "The window at Chengguan police station sent me away",
        "走la,多谢la",
        "sfzx-hk2",
    ],
)
def test_nothing_is_read_into_plates_addresses_and_english(text: str) -> None:
    assert spell_out(text) == make_plain(text).text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("shenfenzheng diule zenmeban", "身份证 丢了 怎么办"),
        ("HUKOU怎么迁", "户口怎么迁"),
        ("ｓｆｚ丢了", "身份证丢了"),
        ("my hukou is lost", "my 户口 is lost"),
        ("wo beipian le", "wo 被骗 le"),
        ("楼上的🐕半夜叫", "楼上的狗半夜叫"),
        ("👮‍♂️骂人👎🏻", "民警骂人态度差"),
        ("开赌🐶场的", "开赌场的"),
        ("报🙏🙏案没人理", "报案没人理"),
        ("😀满街😀", "😀满街😀"),
    ],
)
def test_what_stands_for_a_word_is_read_as_it(typed: str, read: str) -> None:
    assert spell_out(typed) == read


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("pcs不给开证明还骂人", Area.CONDUCT),
        ("fj打人", Area.CONDUCT),
        ("sfz到期了要带什么去换", Area.SERVICE),
        ("楼上db,请抓一下", Area.PREVENTION),
        ("报桉半年没动净", Area.CASEWORK),
        ("派初所不给立按", Area.CASEWORK),
        ("楼下堵博", Area.PREVENTION),
        ("户囗怎么迁", Area.SERVICE),
        ("民井太度恶劣", Area.CONDUCT),
        ("噪因太大睡不着", Area.PREVENTION),
        ("JC蜀黍给力👍", Area.PUBLICITY),
    ],
)
def test_a_message_goes_where_its_words_are_meant(tagger: Tagger, typed: str, area: Area) -> None:
    assert tagger.route(typed).area is area


@pytest.mark.parametrize(
    ("typed", "word", "read"),
    [
        ("我的ＳＦＺ丢了", "ＳＦＺ", "身份证"),
        ("居注证怎么续", "居注证", "居住证"),
        ("在赌🐶场输了钱", "赌🐶场", "赌场"),
        ("身份正掉了", "身份正", "身份证"),
    ],
)
def test_a_reason_shows_the_word_as_typed_and_what_it_was_taken_for(
    tagger: Tagger, typed: str, word: str, read: str
) -> None:
    reasons = tagger.route(typed).because
    assert (word, read) in {(reason.word, reason.read_as) for reason in reasons}
    assert all(typed[reason.start : reason.end] == reason.word for reason in reasons)
    assert not any(reason.read_as for reason in tagger.route("居住证到期了").because)


@pytest.mark.parametrize(
    "words",
    [
        ["报", "了", "案"],
        ["的", "事"],
        ["县", "魏"],
        ["办", "主任"],
        ["牌照", "的"],
        ["两", "间", "房"],
        ["立", "案"],
        [],
        ["按"],
    ],
)
def test_what_is_right_is_no_slip(words: list[str]) -> None:
    assert not LISTENER.find_slips(words)


def test_a_mended_word_joins_its_neighbours(tagger: Tagger) -> None:
    hits = tagger.read("派出所不立按").topics["not_filed"]
    assert {hit.word for hit, _ in hits} & {"不立案", "不给立案"}


def test_a_letter_is_read_as_it_is_typed(tagger: Tagger) -> None:
    """It has other words beside the misspelt one, and slips are looked for at a cost."""
    letter = "我们大家都很着急,请领导看一看。" * 12 + "居注证"
    assert "residence_permit" not in tagger.read(letter).topics
    assert "residence_permit" in tagger.read("居注证").topics


@given(st.text("sfz hk报赌🐕🙏场正1@.", max_size=40))
@settings(deadline=None, max_examples=100)
def test_places_stay_true(typed: str) -> None:
    plain = make_plain(typed)
    read, stretches = SPELLED_OUT.spell_out(plain)
    for place in range(len(read.text)):
        start, end = read.typed(place, place + 1)
        inside = any(first <= place < last for first, last in stretches)
        assert inside or make_plain(typed[start:end]).text == read.text[place]
    if not stretches:
        assert read == PlainText(plain.text, plain.places)


@pytest.mark.parametrize(
    "text",
    ["那个mj " + "juan" * 500 + "q 太坏", "那个mj " + "juan" * 5 + "q 太坏", "pcs " * 5000],
)
def test_no_text_takes_long_to_spell_out(text: str) -> None:
    """One message stopped the whole program: all ways to part it into syllables were tried."""
    began = perf_counter()
    SPELLED_OUT.spell_out(make_plain(text))
    assert perf_counter() - began < 2
