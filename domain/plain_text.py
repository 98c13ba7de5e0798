"""What people type, in one form: half-width, lower-case, simplified, without invisible characters.

Places are kept, so that a word found here can be shown in the text as it was typed.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import opencc

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), ord(" "))
_CAPITALS = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
# Widths and capitals that change one character into one character; the rest needs _spell_out.
_ONE_TO_ONE = (
    _CAPITALS
    | {code: char + 32 if 65 <= char <= 90 else char for code, char in _FULL_WIDTH.items()}
    | _BLANKS
)
_CASE_KEPT = _FULL_WIDTH | _BLANKS
_GAPS = re.compile(
    r"(?<=[\u4e00-\u9fff])[^\S\n]+(?=[\u4e00-\u9fff\d])|(?<=\d)[^\S\n]+(?=[\u4e00-\u9fff])"
)
# Zero-width, bidirectional and other formatting marks, variation selectors, soft hyphen.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
                        "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]")  # fmt: skip
# Compatibility forms outside the one-to-one table: circled digits, ligatures, half-width kana…
_COMPATIBLE = re.compile("[\u2100-\u214f\u2460-\u24ff\u2e80-\u2fdf\u3200-\u33ff"
                         "\uf900-\ufaff\ufb00-\ufdff\ufe30-\ufe6f\uff5f-\uffef]"
                         "|[\U0001d400-\U0001d7ff\U0001f100-\U0001f2ff]")  # fmt: skip
_TO_SIMPLIFIED = opencc.OpenCC("t2s")
_TO_TRADITIONAL = opencc.OpenCC("s2t")


@dataclass(frozen=True, slots=True)
class PlainText:
    """`text` to read; `places[i]` is where its i-th character stands in what was typed
    (None: at the same place). One more entry than characters, for the end."""

    text: str
    places: tuple[int, ...] | None

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The places in the typed text of a stretch of this one."""
        if self.places is None or start >= end:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def make_plain(typed: str, *, keep_case: bool = False) -> PlainText:
    """One form of all ways to type the same words. keep_case: where capitals tell a name."""
    places: tuple[int, ...] | None = None
    text = typed
    if _INVISIBLE.search(text) or _COMPATIBLE.search(text):
        text, places = _spell_out(text)
    text = text.translate(_CASE_KEPT if keep_case else _ONE_TO_ONE)
    return PlainText(_simplify(text), places)


def close_gaps(plain: PlainText) -> PlainText:
    """Without the blanks beside Chinese characters, which nobody needs and which hide a word."""
    gaps = [range(*gap.span()) for gap in _GAPS.finditer(plain.text)]
    if not gaps:
        return plain
    left_out = {place for gap in gaps for place in gap}
    kept = [place for place in range(len(plain.text)) if place not in left_out]
    places = plain.places or range(len(plain.text) + 1)
    text = "".join(plain.text[place] for place in kept)
    return PlainText(text, (*(places[place] for place in kept), places[len(plain.text)]))


def _spell_out(typed: str) -> tuple[str, tuple[int, ...]]:
    parts: list[str] = []
    places: list[int] = []
    for place, char in enumerate(typed):
        if _INVISIBLE.match(char):
            continue
        spelled = unicodedata.normalize("NFKC", char) if _COMPATIBLE.match(char) else char
        parts.append(spelled)
        places.extend([place] * len(spelled))
    return "".join(parts), (*places, len(typed))


def _simplify(text: str) -> str:
    simplified: str = _TO_SIMPLIFIED.convert(text)
    if simplified == text:
        return text
    if len(simplified) != len(text):
        # A phrase changed length: character by character, so that places stay true.
        simplified = "".join(
            changed if len(changed := _TO_SIMPLIFIED.convert(char)) == 1 else char for char in text
        )
    # 𠮶, the simplified form of 嗰, is in no font: people who speak with it type 嗰.
    return "".join(
        typed if typed == changed or changed > "\uffff" or _is_simplified(typed) else changed
        for typed, changed in zip(text, simplified, strict=True)
    )


@cache
def _is_simplified(char: str) -> bool:
    """Whether it is one itself: those are also characters of old phrases, which t2s would turn into
    other words (打坏, to smash, into 打坯, to shape clay)."""
    changed: str = _TO_TRADITIONAL.convert(char)
    return changed != char
