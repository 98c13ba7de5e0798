"""Initials, pinyin and emoji as the words they stand for, before a text is cut."""

import re
from collections.abc import Iterable
from typing import TypeAlias

from domain.plain_text import PlainText
from domain.spelling import Alias, Spelling
from domain.tagging_dictionary import RUN

_SIGN = "☀-➿\U0001f000-\U0001faff"
_ODD = re.compile(f"[a-z{_SIGN}]")
_SIGNS = re.compile(f"[{_SIGN}]+")
_TINTS = frozenset("♀♂🏻🏼🏽🏾🏿")
"""Who an emoji shows: no sign of its own."""
_HAN = re.compile("[\u4e00-\u9fff]+")
_PART_OF_ADDRESS = frozenset("@·/\\")
Stretch: TypeAlias = tuple[int, int]
"""From one place of a text up to another; a sign that was left out has none."""
SHORTEST_PINYIN = 5
"""Shorter ones are too often English, or initials of something else."""
BESIDE = 64
"""So many characters before and behind are looked at: more than any neighbour that is asked for."""
LONGEST_SPLIT = 4
"""Characters of the longest word in which a sign is looked for."""

PINYIN_WORDS = 3
"""Words of pinyin from which on they are told from English ones that look like syllables."""


class SpelledOut:
    """Knows which words sound how and which signs mean what."""

    def __init__(self, spelling: Spelling, words: Iterable[str]) -> None:
        self._latin = spelling.latin
        self._signs = spelling.signs
        self._whole = {
            word for word in words if 1 < len(word) <= LONGEST_SPLIT and _HAN.fullmatch(word)
        }
        self._pinyin = _spell_words(spelling, self._whole)
        self._is_pinyin = spelling.sounds.is_pinyin

    def spell_out(self, plain: PlainText, *, signs: bool = True) -> tuple[PlainText, list[Stretch]]:
        """The same text with words in place of what stands for them, and where these are; places in
        what was typed stay true. Without `signs` emoji stay signs, but for those that split a word."""
        if not _ODD.search(plain.text):
            return plain, []
        changes = [*self._read_runs(plain.text), *self._read_signs(plain.text, meaning=signs)]
        return _replace(plain, sorted(changes)) if changes else (plain, [])

    def is_left_in_pinyin(self, text: str) -> bool:
        """Whether words of pinyin are left in it that no list knows, and no English ones: of these, what
        was learned of Chinese and English words tells nothing."""
        typed = [word for word in text.split() if word.isascii() and word.isalpha()]
        return len(typed) >= PINYIN_WORDS and all(map(self._is_pinyin, typed))

    def _read_runs(self, text: str) -> Iterable[tuple[int, int, str]]:
        for run in RUN.finditer(text):
            typed = run[0]
            if typed not in self._latin and typed not in self._pinyin:
                continue
            start, end = run.span()
            if _PART_OF_ADDRESS.intersection((text[start - 1 : start], text[end : end + 1])):
                continue
            word = self._read_alias(text, typed, start, end)
            if word is None and typed in self._pinyin and self._is_among_ours(text, start, end):
                word = self._pinyin[typed]
            if word:
                yield start, end, word

    def _read_alias(self, text: str, typed: str, start: int, end: int) -> str | None:
        readings = self._latin.get(typed)
        if readings is None:
            return None
        before, after = _beside(text, start, end)
        if len(typed) < SHORTEST_PINYIN and not self._is_among_ours(text, start, end):
            return None
        return next((one.word for one in readings if _fits(one, before, after)), None)

    def _is_among_ours(self, text: str, start: int, end: int) -> bool:
        """In an English sentence initials are English, and pinyin is the name of a place."""
        before, after = _beside(text, start, end)
        return self._is_ours(before, last=True) and self._is_ours(after, last=False)

    def _is_ours(self, text: str, *, last: bool) -> bool:
        """Whether what stands beside is no English, and no figure of a number plate."""
        if not text or not (beside := text[-1] if last else text[0]).isascii():
            return True
        if not beside.isalnum():
            return True
        typed = [run[0] for run in RUN.finditer(text)][-1 if last else 0]
        return typed in self._latin or self._is_pinyin(typed)

    def _read_signs(self, text: str, *, meaning: bool) -> Iterable[tuple[int, int, str]]:
        for run in _SIGNS.finditer(text):
            start, end = run.span()
            if self._splits_a_word(text, start, end):
                yield start, end, ""
                continue
            for place in range(start, end) if meaning else ():
                word = "" if text[place] in _TINTS else self._signs.get(text[place])
                if word is not None:
                    yield place, place + 1, word

    def _splits_a_word(self, text: str, start: int, end: int) -> bool:
        """A sign inside a word is there to hide it, or for show."""
        return any(
            text[start - left : start] + text[end : end + right] in self._whole
            for left in range(1, min(start, LONGEST_SPLIT - 1) + 1)
            for right in range(1, min(len(text) - end, LONGEST_SPLIT - left) + 1)
        )


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind a stretch, as far as it may matter."""
    return text[max(start - BESIDE, 0) : start].rstrip(), text[end : end + BESIDE].lstrip()


def _spell_words(spelling: Spelling, words: Iterable[str]) -> dict[str, str]:
    """Pinyin to word, where only one word is spelled so."""
    spelled: dict[str, set[str]] = {}
    for word in words:
        for pinyin in spelling.sounds.spell(word):
            spelled.setdefault(pinyin, set()).add(word)
    return {
        pinyin: min(words)
        for pinyin, words in spelled.items()
        if len(words) == 1 and len(pinyin) >= SHORTEST_PINYIN and pinyin not in spelling.english
    }


def _fits(alias: Alias, before: str, after: str) -> bool:
    if alias.not_after and before.endswith(alias.not_after):
        return False
    if alias.not_before and after.startswith(alias.not_before):
        return False
    if not alias.after and not alias.before:
        return True
    return before.endswith(alias.after) or after.startswith(alias.before)


def _replace(
    plain: PlainText, changes: list[tuple[int, int, str]]
) -> tuple[PlainText, list[Stretch]]:
    text, known = plain.text, plain.places or range(len(plain.text) + 1)
    parts: list[str] = []
    places: list[int] = []
    stretches: list[Stretch] = []
    done = 0
    for start, end, word in changes:
        parts += (text[done:start], word)
        places += known[done:start]
        stretches.append((len(places), len(places) + len(word)))
        # Its first characters stand where the run begins, its last one where it ends.
        places += [known[start]] * (len(word) - 1)
        places += [known[end - 1]] * bool(word)
        done = end
    parts.append(text[done:])
    places += known[done:]
    return PlainText("".join(parts), tuple(places)), stretches
