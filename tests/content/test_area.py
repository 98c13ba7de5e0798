import re
import shutil
from pathlib import Path

import pytest

from content.area import load_lexicon
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
        ("偷 被偷", "偷=viel 被偷", "theft.words.偷", "no number"),
        ("偷 被偷", "偷=99 被偷", "theft.words.偷", "at most 10"),
        ('patterns = ["老是', 'patterns = ["@nobody … 偷", "老是', "theft.patterns", "no topic"),
        ('patterns = ["老是', 'patterns = ["独字", "老是', "theft.patterns", "two steps"),
        ('area = "prevention"', 'area = "prevention"\nwieght = 2', "wieght", "Extra inputs"),
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
