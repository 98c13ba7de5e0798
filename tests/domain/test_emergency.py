import json
import re
import shutil
from pathlib import Path
from random import Random

import pytest

from content.area import load_lexicon
from content.emergency import format_alarm_weights, load_alarm_words, read_alarm_weights
from content.loader import ROOT
from domain.emergency import Alarm, any_of, find_alarm
from domain.receipt_code import ALPHABET
from domain.spelled_out import SpelledOut
from domain.spelling import Spelling

WORDS = load_alarm_words()
LEXICON = load_lexicon()
SPELLED_OUT = SpelledOut(LEXICON.spelling, LEXICON.topic_words())
AS_TYPED = SpelledOut(Spelling(), ())
"""Knows nothing of initials and pinyin."""
ROUTING = Path(__file__).parents[1] / "routing"


@pytest.mark.parametrize(
    ("name", "recall", "precision"),
    [
        ("alarms.jsonl", 0.98, 0.97),
        # No word or weight comes from these: the honest figures.
        ("alarms_unseen.jsonl", 0.97, 0.93),
        ("alarms_fresh.jsonl", 0.98, 0.89),
        ("alarms_later.jsonl", 0.96, 0.97),
        ("alarms_neighbours.jsonl", 0.98, 0.91),
        # Written to be found by no word: whispered, disguised, a third of it English.
        ("alarms_residents.jsonl", 0.71, 0.94),
        ("alarms_whispered.jsonl", 0.77, 0.93),
    ],
)
def test_recall_and_precision_stay_where_they_were(
    name: str, recall: float, precision: float
) -> None:
    rows = [json.loads(line) for line in (ROUTING / name).read_text(encoding="utf-8").splitlines()]
    found = [
        (bool(find_alarm(WORDS, SPELLED_OUT, row["text"])), bool(row["alarm"])) for row in rows
    ]
    right = found.count((True, True))
    assert right / sum(wanted for _, wanted in found) >= recall
    assert right / sum(raised for raised, _ in found) >= precision


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("快来人啊,我家进贼了", Alarm.EMERGENCY),
        ("有人持刀砍人", Alarm.EMERGENCY),
        ("小區有人拿刀,快來", Alarm.EMERGENCY),
        ("昨天他就打我,现在又在砸门,快来", Alarm.EMERGENCY),
        ("有人站在楼顶要跳楼", Alarm.EMERGENCY),
        ("我不想活了", Alarm.SELF_HARM),
        # No list holds these words; their pieces sound like it.
        ("抱警!有人要砍我", Alarm.EMERGENCY),
        ("阿拉楼浪有人要跳下去", Alarm.EMERGENCY),
        ("说之前先问一句,有人持刀在门口怎么办", Alarm.EMERGENCY),
        # Short cries, and what has no words.
        ("救我", Alarm.EMERGENCY),
        ("🆘🆘", Alarm.EMERGENCY),
        ("help he has a gun", Alarm.EMERGENCY),
        ("生无可恋", Alarm.SELF_HARM),
        # Only their sound tells, or words and sound do not agree.
        ("有个男的在我家门口转来转去", Alarm.PERHAPS_EMERGENCY),
        ("隔壁夫妻又吵又砸,孩子在哭", Alarm.PERHAPS_EMERGENCY),
        ("这日子我真的过不下去了", Alarm.PERHAPS_SELF_HARM),
        # Initials and pinyin are read as in routing: a deed of the police is for their desk.
        ("快叫jc", Alarm.EMERGENCY),
        ("帮我bj", Alarm.EMERGENCY),
        ("有人qiangjie", Alarm.EMERGENCY),
        ("jc打人", None),
        # Of what stays pinyin the learned weights know nothing: a stolen bike was no wish to die.
        ("zuotian diandongche bei tou le", None),
        ("那个xj打我", None),
        ("sfz丢了,人在外地,能不能就近bl", None),
        # A fist cheers as often as it hits.
        ("👊👊加油", None),
        ("就在三号楼下面", None),
        ("窗口的小姑娘很有耐心,表扬一下", None),
        ("笑死我了", None),
        ("门口堵着垃圾车", None),
        ("烟花爆炸声太大", None),
        ("抢劫案破了没", None),
        ("解脱了,终于拿到证了", None),
        ("累死了,排队排了一天", None),
        ("昨天有人打架", None),
        ("110为什么不出警", None),
        ("气死我了", None),
        ("感谢民警昨天从河里救人", None),
        ("请问遇到有人持刀怎么办", None),
        ("", None),
    ],
)
def test_danger_now_is_told_from_danger_told_of(text: str, alarm: Alarm | None) -> None:
    assert find_alarm(WORDS, SPELLED_OUT, text) is alarm


def test_initials_hide_no_danger_and_make_none() -> None:
    """Of "jc打人" only what follows the initials was read: a complaint about the police was kept out
    of the complaint, as a certain danger."""
    initials = {
        readings[0].word: typed
        for typed, readings in LEXICON.spelling.latin.items()
        if len(readings) == 1
    } | {"警察": "jc"}
    words = re.compile("|".join(sorted(map(re.escape, initials), key=len, reverse=True)))
    rows = [
        json.loads(line)
        for path in sorted(ROUTING.glob("alarms*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    respelled = [row | {"in_words": row["text"]} for row in rows if words.search(row["text"])]
    for row in respelled:
        row["text"] = words.sub(lambda word: initials[word[0]], row["text"])
    dangers = [row for row in respelled if row["alarm"]]
    harmless = [row for row in respelled if not row["alarm"]]
    assert len(dangers) >= 20
    assert len(harmless) >= 100
    for row in dangers:
        found = find_alarm(WORDS, SPELLED_OUT, row["text"])
        assert found or not find_alarm(WORDS, SPELLED_OUT, row["in_words"]), row
    raised = sum(bool(find_alarm(WORDS, SPELLED_OUT, row["text"])) for row in harmless)
    before = sum(bool(find_alarm(WORDS, AS_TYPED, row["text"])) for row in harmless)
    assert raised <= 0.65 * before


def test_no_message_of_the_frozen_sets_is_heard_worse_for_its_initials() -> None:
    for path in sorted(ROUTING.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found, before = (
                find_alarm(WORDS, spelled_out, row["text"])
                for spelled_out in (SPELLED_OUT, AS_TYPED)
            )
            if found != before:
                assert bool(found) == bool(row.get("alarm")), row["text"]


def test_a_long_letter_about_the_past_raises_no_alarm() -> None:
    letter = "去年十月我在夜市被人持刀砍伤,报案后没有进展。" * 20
    assert find_alarm(WORDS, SPELLED_OUT, letter) is None


def test_no_message_of_the_test_sets_is_learned_from() -> None:
    learned = set((ROOT / "emergency_lessons.toml").read_text(encoding="utf-8").splitlines())
    for name in (
        "alarms_unseen.jsonl",
        "alarms_fresh.jsonl",
        "alarms_later.jsonl",
        "alarms_neighbours.jsonl",
        "alarms_residents.jsonl",
    ):
        lines = (ROUTING / name).read_text(encoding="utf-8").splitlines()
        assert not learned & {json.loads(line)["text"] for line in lines}


def test_few_everyday_messages_raise_an_alarm() -> None:
    """A false alarm adds the line of 110 to an answer, and many would wear it out; a certain one
    keeps the words out of a complaint besides."""
    files = [*ROUTING.glob("chat*.jsonl"), ROUTING / "letters.jsonl"]
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    found = [find_alarm(WORDS, SPELLED_OUT, json.loads(line)["text"]) for line in lines]
    alarms = [alarm for alarm in found if alarm is not None]
    assert len(lines) > 800
    assert len(alarms) <= 0.02 * len(lines)
    assert sum(alarm.certain for alarm in alarms) <= 0.003 * len(lines)


@pytest.mark.parametrize("letter", ["昨晚有人持刀砍人,现在还在门口。" * 30, "我不想活了。" * 60])
def test_a_letter_is_never_certain_so_that_it_is_kept(letter: str) -> None:
    alarm = find_alarm(WORDS, SPELLED_OUT, letter)
    assert alarm is None or not alarm.certain


def test_without_learned_weights_the_words_still_count(tmp_path: Path) -> None:
    shutil.copy(ROOT / "emergency.toml", tmp_path)
    words = load_alarm_words(tmp_path)
    assert find_alarm(words, SPELLED_OUT, "快来人啊,我家进贼了") is Alarm.EMERGENCY
    assert find_alarm(words, SPELLED_OUT, "办证要带什么") is None


def test_alarm_weights_written_are_the_weights_read(tmp_path: Path) -> None:
    path = tmp_path / "emergency_weights.toml"
    path.write_text(format_alarm_weights(WORDS.weights), encoding="utf-8")
    assert read_alarm_weights(path) == WORDS.weights


def test_words_of_alarm_may_leave_a_gap_and_a_choice() -> None:
    pattern = any_of(["(拿|举)…刀"])
    assert pattern.search("他手里拿着一把刀")
    assert not pattern.search("刀拿来")


def test_no_code_sounds_like_danger() -> None:
    """The letters of one in a hundred codes were taken for a wish to die."""
    chance = Random(1)
    for _ in range(3000):
        symbols = "".join(chance.choices(ALPHABET, k=8))
        for kind in "ML":
            assert find_alarm(WORDS, SPELLED_OUT, f"{kind}{symbols[:4]}-{symbols[4:]}") is None
