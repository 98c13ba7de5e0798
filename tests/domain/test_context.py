"""Every rule of context has sentences that show it at work, and others in which it must not speak."""

from dataclasses import replace

import pytest

from content.area import load_lexicon
from domain.area import Area
from domain.context import Actor, Aside, Context, Turn
from domain.emphasis import ContextReader
from domain.quoting import find_quoted
from domain.reading import Reading
from domain.tagging import Tagger

LEXICON = load_lexicon()
CONTEXT = LEXICON.context
COUNTS = {
    word: tuple((topic.id, 1.0) for topic in LEXICON.topics if word in topic.words)
    for topic in LEXICON.topics
    for word in topic.words
}
for topic, told in LEXICON.crimes().items():
    for english in told:
        COUNTS[english] = (*COUNTS.get(english, ()), (topic, 1.0))
RULES: list[Aside | Turn] = [*CONTEXT.asides, *CONTEXT.turns]


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    return Tagger(LEXICON, tmp_path_factory.mktemp("cache"))


def only(rule: Aside | Turn) -> Context:
    """The context of this rule alone."""
    if isinstance(rule, Aside):
        return Context(asides=(rule,))
    return Context(turns=(rule,))


def changes(tagger: Tagger, rule: Aside | Turn, text: str) -> bool:
    """Whether the rule makes any word of a text count otherwise."""
    emphasis = ContextReader(only(rule), COUNTS).read(tagger.cut(text))
    if emphasis is None:
        return False
    if isinstance(rule, Aside) and rule.topics:
        bare = tagger.with_lexicon(replace(LEXICON, context=Context())).read(text)
        read = tagger.with_lexicon(replace(LEXICON, context=only(rule))).read(text)
        return bool(counted(bare, rule.topics) - counted(read, rule.topics))
    return any(factor != 1 for factor in emphasis.factors)


def counted(reading: Reading, topics: frozenset[str]) -> set[tuple[str, str]]:
    found = {(topic, hit.word) for topic in topics for hit, _ in reading.topics.get(topic, ())}
    return found | {(topic, "in English") for topic in topics & reading.crimes}


@pytest.mark.parametrize(
    ("rule", "text"), [(rule, text) for rule in RULES for text in rule.examples]
)
def test_an_example_shows_the_rule(tagger: Tagger, rule: Aside | Turn, text: str) -> None:
    assert changes(tagger, rule, text)


@pytest.mark.parametrize(
    ("rule", "text"), [(rule, text) for rule in RULES for text in rule.misleading]
)
def test_a_near_miss_leaves_every_word_as_it_is(
    tagger: Tagger, rule: Aside | Turn, text: str
) -> None:
    assert not changes(tagger, rule, text)


@pytest.mark.parametrize(
    ("rule", "word"), [(rule, word) for rule in RULES for word in sorted(rule.words)]
)
def test_every_word_of_a_rule_has_an_example(tagger: Tagger, rule: Aside | Turn, word: str) -> None:
    alone = replace(rule, words=frozenset({word}))
    assert any(changes(tagger, alone, text) for text in rule.examples)


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_every_exception_of_a_rule_has_its_message(tagger: Tagger, rule: Aside | Turn) -> None:
    assert not rule.unless or rule.misleading
    for text in rule.misleading:
        if rule.unless and not changes(tagger, replace(rule, unless=()), text):
            assert not changes(tagger, rule, text)


@pytest.mark.parametrize(
    ("actor", "text"), [(actor, text) for actor in CONTEXT.actors for text in actor.examples]
)
def test_what_the_actor_did_counts_as_the_actors(tagger: Tagger, actor: Actor, text: str) -> None:
    topics = tagger.read(text).topics
    if actor.becomes:
        assert actor.becomes in topics
        assert not actor.faults & topics.keys()
    else:
        assert not {other.becomes for other in CONTEXT.actors} & topics.keys()


@pytest.mark.parametrize(
    ("actor", "text"), [(actor, text) for actor in CONTEXT.actors for text in actor.misleading]
)
def test_the_nearest_one_named_need_not_be_the_actor(
    tagger: Tagger, actor: Actor, text: str
) -> None:
    assert actor.becomes not in tagger.read(text).topics


REPLIES = CONTEXT.replies


@pytest.mark.parametrize("text", REPLIES.examples)
def test_a_pasted_reply_is_left_out(text: str) -> None:
    assert find_quoted(text, REPLIES)


@pytest.mark.parametrize("text", REPLIES.misleading)
def test_own_words_about_a_reply_are_read(text: str) -> None:
    assert not find_quoted(text, REPLIES)


@pytest.mark.parametrize("head", REPLIES.heads)
def test_every_head_of_a_reply_has_an_example(head: str) -> None:
    alone = replace(REPLIES, heads=(head,))
    assert any(find_quoted(text, alone) for text in REPLIES.examples if head in text)


OWN = "楼下烧烤吵到凌晨两点,根本睡不着。"
REPLY = "您好,您咨询的户口迁移请到窗口办理,带上身份证。感谢您对公安工作的支持。"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (f"{OWN}{REPLY}", OWN),
        (f"{REPLY}\n{OWN}", OWN),
        (f"{OWN}{REPLY}这是你们的答复,我的事呢?", f"{OWN}这是你们的答复,我的事呢?"),
        (f"> {REPLY}\n{OWN}", OWN),
        (f"{OWN}你们说“您的户口请到窗口办理”。", f"{OWN}你们说。"),
        (f"{REPLY}\n某县公安局\n2024年5月6日\n{OWN}", OWN),
        (REPLY, REPLY),
    ],
    ids=["after", "before", "between", "marked", "quoted", "signed", "alone"],
)
def test_own_words_are_read_wherever_the_reply_stands(text: str, own: str) -> None:
    for start, end in reversed(find_quoted(text, REPLIES)):
        text = text[:start] + text[end:]
    assert text == own


STORY = (
    "我住在城东小区,平时在附近市场做点小生意。去年夏天社区搞活动,大家到广场看表演,后来又去公园散步,"
    "遇到老同学,聊起以前在学校读书的事,他说孩子今年上小学,老师很负责。又说到医院看病、医保报销、"
    "公交车改线,感慨变化很大。"
)


@pytest.mark.parametrize(
    ("ask", "area"),
    [
        ("最后想问身份证怎么补办?", Area.SERVICE),
        ("最后问一句:我三月报的案子到底有没有进展?", Area.CASEWORK),
        ("最后请你们派人来抓一抓楼下的赌博。", Area.PREVENTION),
        ("最后我要投诉窗口那个民警骂人。", Area.CONDUCT),
    ],
)
@pytest.mark.parametrize("times", [1, 3])
def test_the_ask_at_the_end_is_heard_after_any_story(
    tagger: Tagger, ask: str, area: Area, times: int
) -> None:
    routing = tagger.route(STORY * times + ask)
    assert area in (routing.area, *routing.also)
    assert routing.area is area or not routing.sure


def test_a_text_that_denies_all_it_says_is_read_as_it_stands(tagger: Tagger) -> None:
    assert tagger.read("不是民警骂人").topics


def test_a_denied_word_that_is_said_again_counts(tagger: Tagger) -> None:
    assert "theft" not in tagger.read("不是小偷的事,是路灯坏了").topics
    assert "theft" in tagger.read("不是小偷的事,是路灯坏了,后来又来了小偷").topics
