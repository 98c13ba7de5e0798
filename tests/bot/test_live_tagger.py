"""Words change under a running bot."""

import shutil
from pathlib import Path
from threading import Thread

import pytest

from bot.live_tagger import LiveTagger
from content.fresh_words import FreshWords
from content.loader import ROOT
from domain.area import Area
from domain.emergency import Alarm

SENTENCE = "家里进了呱呱叽"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "areas", tmp_path / "areas")
    for path in ROOT.glob("*.toml"):
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.fixture
def tagger(copy: Path) -> LiveTagger:
    live = LiveTagger(FreshWords(copy), copy / "cache")
    live.warm_up()
    return live


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_new_word_counts_after_the_next_look(tagger: LiveTagger, copy: Path) -> None:
    assert "theft" not in tagger.route(SENTENCE).tags
    change(copy / "areas" / "prevention.toml", "偷 被偷", "偷 呱呱叽=5 被偷")
    assert "theft" not in tagger.route(SENTENCE).tags
    assert tagger.refresh() is None
    assert "theft" in tagger.route(SENTENCE).tags
    assert tagger.route(SENTENCE).area is Area.PREVENTION


def test_a_bad_file_changes_nothing_and_is_told_once(tagger: LiveTagger, copy: Path) -> None:
    before = tagger.route("小区电动车被偷")
    path = copy / "areas" / "prevention.toml"
    change(path, "偷 被偷", "偷 偷 被偷")
    told = tagger.refresh()
    assert told is not None
    assert "prevention.toml, line" in told
    assert "twice" in told
    assert tagger.refresh() is None
    assert tagger.route("小区电动车被偷") == before
    change(path, "偷 偷 被偷", "偷 被偷")
    assert tagger.refresh() is None
    assert tagger.route("小区电动车被偷") == before


def test_a_change_to_what_is_an_alarm_counts_too(tagger: LiveTagger, copy: Path) -> None:
    said = "快来人啊,我家进贼了"
    assert tagger.find_alarm(said) is Alarm.EMERGENCY
    change(copy / "emergency_weights.toml", "harmless_below = 0.02", "harmless_below = 0.99999")
    assert tagger.find_alarm(said) is Alarm.EMERGENCY
    tagger.refresh()
    assert tagger.find_alarm(said) is None


def test_changed_initials_count_for_alarms_too(copy: Path) -> None:
    """And need no dictionary, which takes a moment: nobody in danger waits for it."""
    tagger = LiveTagger(FreshWords(copy), copy / "cache")
    assert tagger.find_alarm("快叫jc") is Alarm.EMERGENCY
    assert not (copy / "cache").exists()
    assert tagger.find_alarm("快叫jck") is None
    change(copy / "areas" / "aliases.toml", "\nsqmj ", "\njck 警察\nsqmj ")
    tagger.refresh()
    assert tagger.find_alarm("快叫jck") is Alarm.EMERGENCY


def test_who_routes_while_words_are_taken_up_gets_the_old_or_the_new(
    tagger: LiveTagger, copy: Path
) -> None:
    change(copy / "areas" / "prevention.toml", "偷 被偷", "偷 呱呱叽=5 被偷")
    change_over = Thread(target=tagger.refresh)
    change_over.start()
    seen = set()
    while change_over.is_alive():
        seen.add("theft" in tagger.route(SENTENCE).tags)
    change_over.join()
    assert False in seen
    assert "theft" in tagger.route(SENTENCE).tags
