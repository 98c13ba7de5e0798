"""A danger going on now, or a wish to die, comes before every other question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.alarm_weighing import AlarmWeights, weigh_alarm
from domain.plain_text import make_plain

ONE_BREATH = 60
"""A message of so many characters is one sentence, however it is punctuated."""
LONGEST_CRY = 300
"""Nobody in danger writes more characters than these; longer letters tell of the past."""

SHORTEST_JUDGED = 8
"""Of a word of danger that stands alone the pieces cannot say that it is harmless."""

_SENTENCE = re.compile(r"[。!?\n~…]+")
# A blank is a comma in Chinese, not between English words.
_CLAUSE = re.compile(r"[,、;:.]+|(?<![a-z]) +(?![a-z])")


class Alarm(StrEnum):
    """What must be answered at once."""

    EMERGENCY = "emergency"
    SELF_HARM = "self_harm"


@dataclass(frozen=True, slots=True)
class AlarmWords:
    """What content/emergency.toml holds, each list as its comment there says; `weights`: what was
    learned of messages that none of the lists foresees."""

    cry: re.Pattern[str]
    danger: re.Pattern[str]
    now: re.Pattern[str]
    another_time: re.Pattern[str]
    habit: re.Pattern[str]
    asking: re.Pattern[str]
    harmless: re.Pattern[str]
    self_harm: re.Pattern[str]
    not_self: re.Pattern[str]
    other_person: re.Pattern[str]
    weights: AlarmWeights


def any_of(words: Sequence[str]) -> re.Pattern[str]:
    """A pattern that finds any of these; "…" is up to five characters, (a|b) one of the two and
    (a)? perhaps. Raises re.error for brackets that do not close."""
    return re.compile("|".join(re.escape(word) for word in words)
        .replace("…", ".{0,5}").replace(r"\(", "(").replace(r"\)", ")")
        .replace(r"\|", "|").replace(r"\?", "?"))  # fmt: skip


def find_alarm(words: AlarmWords, text: str) -> Alarm | None:
    """The danger a text speaks of, None when it can wait for a desk.

    A wish to die goes first. An emergency is a cry for help, or a danger with a word for now,
    that is not told as past, as a habit, as a question or from hearsay. A short message is one too
    when its pieces sound like it, in words of which no list knows.
    """
    typed = make_plain(text).text
    chances = weigh_alarm(words.weights, typed) if len(typed) <= LONGEST_CRY else None
    if (
        chances is not None
        and len(typed) >= SHORTEST_JUDGED
        and sum(chances) < words.weights.harmless_below
    ):
        return None
    plain = words.harmless.sub("", typed)
    told = _find_told(words, plain)
    if told is not None or chances is None or sum(chances) < words.weights.alarm_from:
        return told
    own = chances[1] > chances[0] and not words.other_person.search(plain)
    return Alarm.SELF_HARM if own else Alarm.EMERGENCY


def _find_told(words: AlarmWords, plain: str) -> Alarm | None:
    """What the lists of words find."""
    if (sentence := _find_wish_to_die(words, plain)) is not None:
        # "有人要跳楼" is for those who can get there.
        return Alarm.EMERGENCY if words.other_person.search(sentence) else Alarm.SELF_HARM
    if len(plain) <= LONGEST_CRY and _is_in_danger(words, plain):
        return Alarm.EMERGENCY
    return None


def _find_wish_to_die(words: AlarmWords, plain: str) -> str | None:
    """The sentence that speaks of it. In a long letter only one told in the first person counts."""
    for sentence in _SENTENCE.split(plain):
        own = len(plain) <= LONGEST_CRY or "我" in sentence
        if own and words.self_harm.search(sentence) and not words.not_self.search(sentence):
            return sentence
    return None


def _is_in_danger(words: AlarmWords, plain: str) -> bool:
    short = len(plain) <= ONE_BREATH
    if short and not any(
        words_of.search(plain) for words_of in (words.another_time, words.asking, words.habit)
    ):
        return bool(words.cry.search(plain) or words.danger.search(plain))
    told = False
    for sentence in [plain] if short else _SENTENCE.split(plain):
        danger = now = False
        for clause in _CLAUSE.split(_SENTENCE.sub(",", sentence)):
            clause_now = bool(words.now.search(clause))
            if words.asking.search(clause) or words.another_time.search(clause):
                # "昨天…,现在又在砸门": what is now counts, whatever was before.
                told = True
            elif clause_now:
                told = False
            elif words.habit.search(clause):
                told = True
            if told:
                continue
            if words.cry.search(clause) and (short or clause_now):
                return True
            danger = danger or bool(words.danger.search(clause))
            now = now or clause_now
            if danger and now:
                return True
    return False
