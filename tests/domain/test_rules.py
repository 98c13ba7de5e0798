"""Every rule about words in a row has a sentence that shows it at work, and stands in its file."""

from dataclasses import replace

import pytest

from content.area import load_lexicon
from domain.lexicon import Topic
from domain.pattern import Pattern
from domain.tagging import Tagger

LEXICON = load_lexicon()
PATTERNS = [(topic, pattern) for topic in LEXICON.topics for pattern in topic.patterns]
UNLESS = [(topic, pattern) for topic in LEXICON.topics for pattern in topic.unless]


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    return Tagger(LEXICON, tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize(
    ("topic", "pattern"), PATTERNS, ids=[f"{t.id}: {p.source[:20]}" for t, p in PATTERNS]
)
def test_an_example_shows_the_pattern(tagger: Tagger, topic: Topic, pattern: Pattern) -> None:
    alone = replace(topic, words={}, patterns=(pattern,), unless=(), near_misses=frozenset())
    bare = tagger.with_lexicon(replace(LEXICON, topics=(alone,)))
    assert any(topic.id in bare.read(example).topics for example in topic.examples)


@pytest.mark.parametrize(
    ("topic", "pattern"), UNLESS, ids=[f"{t.id}: {p.source[:20]}" for t, p in UNLESS]
)
def test_a_misleading_message_shows_what_an_unless_is_for(
    tagger: Tagger, topic: Topic, pattern: Pattern
) -> None:
    others = tuple(other for other in topic.unless if other is not pattern)
    bare = tagger.with_lexicon(replace(LEXICON, topics=(replace(topic, unless=others),)))
    whole = tagger.with_lexicon(replace(LEXICON, topics=(topic,)))
    shown = [text for text in topic.misleading if topic.id in bare.read(text).topics]
    assert any(topic.id not in whole.read(text).topics for text in shown)


@pytest.mark.parametrize(
    ("topic", "text"), [(topic, text) for topic in LEXICON.topics for text in topic.misleading]
)
def test_a_misleading_message_does_not_get_the_tag(tagger: Tagger, topic: Topic, text: str) -> None:
    assert topic.id not in tagger.read(text).topics


@pytest.mark.parametrize("topic", LEXICON.topics, ids=[topic.id for topic in LEXICON.topics])
def test_every_topic_and_cue_has_examples(topic: Topic) -> None:
    assert topic.examples
    assert topic.misleading or topic.area or topic.patterns


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        (topic, text)
        for topic in LEXICON.topics
        if topic.area is None and not topic.patterns
        for text in topic.examples
    ],
)
def test_an_example_shows_the_cue(tagger: Tagger, cue: Topic, text: str) -> None:
    assert cue.id in tagger.read(text).topics


@pytest.mark.parametrize(
    ("topic", "word"),
    [(topic, word) for topic in LEXICON.topics for word in sorted(topic.near_misses)],
)
def test_every_near_miss_has_a_misleading_message(tagger: Tagger, topic: Topic, word: str) -> None:
    assert any(word in tagger.cut(text) for text in topic.misleading)
