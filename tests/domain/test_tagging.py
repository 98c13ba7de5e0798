import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.area import load_lexicon
from domain.area import Area
from domain.plain_text import make_plain
from domain.tagging import Tagger
from domain.tagging_dictionary import make_tokenizer

LEXICON = load_lexicon()
LATIN_OR_DIGIT = re.compile("[a-z0-9]", re.IGNORECASE)


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    return Tagger(LEXICON, tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("态度没什么不好,就是半年没动静,我的案子到底查没查", Area.CASEWORK),
        ("接警的民警对我大吼大叫,我又不是犯人", Area.CONDUCT),
        ("邻居对我大吼大叫,天天半夜放音响扰民", Area.PREVENTION),
        ("我家电动车被偷,报案三个月没有进展", Area.CASEWORK),
        ("我们小区电动车经常被偷,希望加强巡逻", Area.PREVENTION),
        ("请问补办身份证要带什么材料", Area.SERVICE),
        ("感谢民警帮我找回手机,请表扬他", Area.PUBLICITY),
        ("公众号三个月没更新了", Area.PUBLICITY),
        ("上面来检查就满街警车,检查一走又没人了", Area.ROUTINE),
        ("建议855路公交车增加班次", Area.OTHER),
        ("态度真好啊,好到把我轰出来", Area.CONDUCT),
        ("報案半年沒有進展", Area.CASEWORK),
        ("sfz丢了怎么补", Area.SERVICE),
        ("my passport expired, 护照怎么换", Area.SERVICE),
    ],
)
def test_the_same_words_go_where_they_are_meant(tagger: Tagger, text: str, area: Area) -> None:
    assert tagger.route(text).area is area


def test_characters_tell_of_a_word_nobody_listed(tagger: Tagger) -> None:
    bare = tagger.with_lexicon(replace(LEXICON, weights=replace(LEXICON.weights, piece={})))
    text = "俺村西头有几家聚一块推牌九,输赢好几万"
    assert not bare.route(text).sure
    assert tagger.route(text).area is Area.PREVENTION
    assert tagger.route(text).score > bare.route(text).score


def test_characters_are_read_in_brief_messages_only(tagger: Tagger) -> None:
    assert tagger.read("聚一块推牌九").pieces
    assert not tagger.read("聚一块推牌九", "推牌九").pieces
    assert not tagger.read("聚一块推牌九。" * 40).pieces


def test_the_examples_of_every_topic_are_routed_to_its_area(tagger: Tagger) -> None:
    told = [(t.area, example) for t in LEXICON.topics if t.area for example in t.examples]
    wrong = [(area, text) for area, text in told if tagger.route(text).area is not area]
    assert len(wrong) <= 0.06 * len(told), wrong


def test_the_reasons_add_up_to_the_lead_and_show_their_places(tagger: Tagger) -> None:
    title, text = "請問", "我家電動車被偷了,報案三個月沒有進展!"
    routing = tagger.route(text, title)
    lead = sum(reason.weight for reason in routing.because)
    assert lead > 0
    for reason in routing.because:
        source = title if reason.in_title else text
        assert source[reason.start : reason.end] == reason.word
        assert reason.area is (routing.area if reason.weight > 0 else routing.runner_up)


def test_a_larger_lead_is_a_surer_score(tagger: Tagger) -> None:
    texts = ["请问补办身份证要带什么材料", "我想问一下", "身份证", "公众号三个月没更新了"]
    routings = [tagger.route(text) for text in texts]
    leads = [sum(reason.weight for reason in routing.because) for routing in routings]
    scores = [routing.score for routing in routings]
    assert sorted(scores) == [score for _, score in sorted(zip(leads, scores, strict=True))]


def test_a_title_weighs_more_than_the_same_words_later(tagger: Tagger) -> None:
    story = "事情是这样的,请领导看一看,我们大家都很着急。" * 8
    as_title = tagger.route(story, "身份证丢了怎么补办")
    assert as_title.area is Area.SERVICE
    assert as_title.score >= tagger.route(story + "身份证丢了怎么补办").score


def test_a_pasted_official_reply_does_not_count(tagger: Tagger) -> None:
    own = "楼下烧烤店噪音扰民,每天吵到凌晨,请派出所管一管。"
    reply = "您反映的问题收悉,身份证户口护照居住证驾驶证办理请到窗口咨询。"
    assert tagger.route(own + reply) == tagger.route(own)


@pytest.mark.parametrize("text", ["", " ", "嗯", "???", "😡😡😡", "啊" * 20_000, "1" * 5000])
def test_what_says_nothing_goes_to_triage(tagger: Tagger, text: str) -> None:
    assert not tagger.route(text).sure


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=60)
def test_words_joined_again_are_the_text_and_are_jiebas_own(tagger: Tagger, typed: str) -> None:
    plain = make_plain(typed).text
    words = tagger.cut(plain)
    assert "".join(words) == plain
    if not LATIN_OR_DIGIT.search(plain):
        assert words == tagger._tokenizer.lcut(plain, HMM=False)


@given(st.text("警户口db1.- 案偷", max_size=60))
@settings(deadline=None, max_examples=60)
def test_no_word_begins_or_ends_inside_a_run_of_letters_and_figures(
    tagger: Tagger, typed: str
) -> None:
    words = tagger.cut(typed)
    assert "".join(words) == typed
    for one, next_one in pairwise(words):
        assert not (LATIN_OR_DIGIT.match(one[-1]) and LATIN_OR_DIGIT.match(next_one[0]))


@pytest.mark.parametrize(
    "text", ["浙DB1234天天违停堵门", "鄂HK2211乱停", "湘A·TD558超速", "co.,Ltd", "zpwang@hk.cn"]
)
def test_number_plates_and_addresses_hold_no_words(tagger: Tagger, text: str) -> None:
    read = tagger.read(text).topics
    assert not read.keys() & {"gambling", "fraud", "household", "attitude"}


def test_threads_may_share_a_tagger(tagger: Tagger) -> None:
    texts = [example for topic in LEXICON.topics for example in topic.examples][:80]
    alone = [tagger.route(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(tagger.route, texts)) == alone


def test_a_spoiled_dictionary_file_is_made_anew(tmp_path: Path) -> None:
    Tagger(LEXICON, tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"not a dictionary")
    assert Tagger(LEXICON, tmp_path).cut("身份证丢了") == ["身份证", "丢了"]


def test_dictionaries_of_older_words_do_not_pile_up(tmp_path: Path) -> None:
    for number in range(4):
        make_tokenizer([f"新词{number}号"], tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_the_dictionary_is_kept_in_the_given_folder_alone(tmp_path: Path) -> None:
    Tagger(LEXICON, tmp_path / "private")
    assert (tmp_path / "private").stat().st_mode & 0o077 == 0
    assert len(list((tmp_path / "private").iterdir())) == 1
