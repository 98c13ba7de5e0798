import re
import shutil
from pathlib import Path

import pytest

from content.area import load_lexicon
from content.emergency import load_alarm_words
from content.fresh_words import FreshWords
from content.loader import ROOT, ContentError
from content.weights import format_weights, load_weights
from domain.area import Area


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what routing reads, to spoil."""
    shutil.copytree(ROOT / "areas", tmp_path / "areas")
    for name in ("weights.toml", "emergency.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_area_has_topics_with_a_name_in_both_languages() -> None:
    lexicon = load_lexicon()
    assert {topic.area for topic in lexicon.topics} == {*Area, None}
    assert all(zh and en for zh, en in lexicon.titles.values())


def test_no_word_of_a_topic_is_also_its_near_miss() -> None:
    for topic in load_lexicon().topics:
        assert not topic.near_misses & topic.words.keys(), topic.id


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('id = "theft"', 'id = "Theft!"', "topic.0.id", "pattern"),
        ('id = "robbery"', 'id = "theft"', "theft.id", "another topic"),
        ("偷 被偷", "偷 偷 被偷", "theft.words.偷", "twice"),
        ('weak = "丢了', 'weak = "呱呱叽 丢了', "theft.weak.呱呱叽", "none of the topic's words"),
        ("偷 被偷", "偷=viel 被偷", "theft.words.偷", "no number"),
        ("偷 被偷", "偷=99 被偷", "theft.words.偷", "at most 10"),
        ('patterns = ["老是', 'patterns = ["@nobody … 偷", "老是', "theft.patterns", "no topic"),
        ('patterns = ["老是', 'patterns = ["独字", "老是', "theft.patterns", "two steps"),
        ('area = "prevention"', 'area = "prevention"\nwieght = 2', "wieght", "Extra inputs"),
        ("偷 被偷", "偷，被偷", "theft.words.偷,被偷", "put blanks between words"),
        ('patterns = ["老是', 'patterns = ["老是 ... 偷", "老是', "theft.patterns", "three full stops"),
        ('crime = "stolen', 'crime = "Stolen', "theft.crime.Stolen", "in small letters"),
        ('crime = "stolen', 'crime = "偷', "theft.crime.偷", "one English word"),
    ],
)  # fmt: skip
def test_a_bad_entry_is_refused_with_file_key_and_reason(
    copy: Path, old: str, new: str, key: str, reason: str
) -> None:
    change(copy / "areas" / "prevention.toml", old, new)
    with pytest.raises(ContentError, match=re.escape(key)) as refused:
        load_lexicon(copy)
    assert "prevention.toml" in str(refused.value)
    assert reason in str(refused.value)


def test_a_weight_line_with_a_number_too_few_is_refused(copy: Path) -> None:
    path = copy / "weights.toml"
    line = re.search(r"^theft .*$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert line
    change(path, line[0], line[0].rsplit(" ", 1)[0])
    with pytest.raises(ContentError, match="theft"):
        load_lexicon(copy)


def test_words_are_found_however_a_clerk_typed_them(copy: Path) -> None:
    change(copy / "areas" / "prevention.toml", "偷 被偷", "偷 被偷 竊賊集團＝5 ＡＢＣ團")
    words = next(topic.words for topic in load_lexicon(copy).topics if topic.id == "theft")
    assert (words["窃贼集团"], words["abc团"]) == (5.0, 1.0)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("\ntheft ", "\nthefft ", "there is no topic 'thefft'"),
        ("\ntheft ", "\ntheft 0.01 ", "not more"),
        ("brief_offset = ", "brief_offset = -1e9 #", "greater than or equal to -100"),
        ("brief_offset = ", "brief_offset = nan #", "finite number"),
    ],
)
def test_a_slip_in_the_weights_is_refused(copy: Path, old: str, new: str, reason: str) -> None:
    change(copy / "weights.toml", old, new)
    with pytest.raises(ContentError, match=re.escape(reason)):
        load_lexicon(copy)


def test_an_area_without_a_file_is_refused(copy: Path) -> None:
    (copy / "areas" / "prevention.toml").unlink()
    with pytest.raises(ContentError, match="prevention: no file"):
        load_lexicon(copy)


def test_a_file_of_another_encoding_is_refused_with_its_line_and_a_mark_at_its_head_is_not(
    copy: Path,
) -> None:
    path = copy / "areas" / "prevention.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8-sig")
    load_lexicon(copy)
    path.write_text(text.replace("—", "-"), encoding="gb18030")
    with pytest.raises(ContentError, match=r"line \d+.*not in UTF-8"):
        load_lexicon(copy)


@pytest.mark.parametrize("word", ["…?", "(啊)?", "救命！"])
def test_a_word_of_danger_that_is_found_anywhere_or_nowhere_is_refused(
    copy: Path, word: str
) -> None:
    change(copy / "emergency.toml", "cry = [", f'cry = ["{word}", ')
    with pytest.raises(ContentError, match=r"emergency\.toml, line"):
        load_alarm_words(copy)


def test_weights_written_are_the_weights_read(copy: Path) -> None:
    path = copy / "weights.toml"
    weights, calibration = load_weights(path)
    path.write_text(format_weights(weights, calibration), encoding="utf-8")
    assert load_weights(path) == (weights, calibration)


def test_without_learned_weights_topics_count_as_set_by_hand(copy: Path) -> None:
    (copy / "weights.toml").unlink()
    assert load_lexicon(copy).weights.topic == {}


def test_a_changed_file_is_taken_into_use_while_running(copy: Path) -> None:
    fresh = FreshWords(copy)
    assert not fresh.refresh()
    change(copy / "areas" / "prevention.toml", "偷 被偷", "偷 顺走了东西 被偷")
    assert fresh.refresh()
    theft = next(topic for topic in fresh.lexicon.topics if topic.id == "theft")
    assert "顺走了东西" in theft.words


def test_a_bad_change_leaves_the_old_words_and_is_logged_once(
    copy: Path, caplog: pytest.LogCaptureFixture
) -> None:
    fresh = FreshWords(copy)
    before = fresh.lexicon
    change(copy / "areas" / "prevention.toml", 'id = "robbery"', 'id = "theft"')
    assert not fresh.refresh()
    assert not fresh.refresh()
    assert fresh.lexicon is before
    assert caplog.text.count("another topic has this id") == 1
