"""A danger going on now, or a wish to die, comes before every other question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.alarm_weighing import AlarmWeights, weigh_alarm
from domain.plain_text import make_plain
from domain.spelled_out import SpelledOut

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
    PERHAPS_EMERGENCY = "perhaps_emergency"
    PERHAPS_SELF_HARM = "perhaps_self_harm"

    @property
    def certain(self) -> bool:
        """Words of danger and the sound of the message agree: it is no matter for a desk first.
        Else it is answered all the same, and taken as what it is besides."""
        return self in (Alarm.EMERGENCY, Alarm.SELF_HARM)


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


def find_alarm(words: AlarmWords, spelled_out: SpelledOut, text: str) -> Alarm | None:
    """The danger a text speaks of, None when it can wait for a desk. Initials and pinyin are read as
    the words they stand for, as routing reads them; a sign is not, as a fist may cheer.

    A wish to die goes first. An emergency is a cry for help, or a danger with a word for now,
    that is not told as past, as a habit, as a question or from hearsay. A short message is perhaps
    one when its pieces sound like it, in words of which no list knows; and perhaps only, when it
    does not sound like what its words say, or is as long as a letter.
    """
    weights = words.weights
    plain_text = make_plain(text)
    if len(plain_text.text) <= LONGEST_CRY:
        plain_text, _ = spelled_out.spell_out(plain_text, signs=False)
    typed = plain_text.text
    heard = bool(weights.pieces) and len(typed) <= LONGEST_CRY
    emergency, self_harm = weigh_alarm(weights, typed) if heard else (0.0, 0.0)
    chance = emergency + self_harm
    judged = heard and len(typed) >= SHORTEST_JUDGED
    if judged and chance < weights.harmless_below:
        return None
    plain = words.harmless.sub("", typed)
    told = _find_told(words, plain)
    if told is None:
        if not heard or chance < weights.alarm_from or spelled_out.is_left_in_pinyin(typed):
            return None
        own = self_harm > emergency and not words.other_person.search(plain)
        told = Alarm.SELF_HARM if own else Alarm.EMERGENCY
    elif len(typed) <= LONGEST_CRY and not (
        heard and chance < (weights.alarm_from if judged else weights.harmless_below)
    ):
        return told
    return Alarm.PERHAPS_SELF_HARM if told is Alarm.SELF_HARM else Alarm.PERHAPS_EMERGENCY


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
