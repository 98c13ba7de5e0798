"""What people typed, freed of what can't be seen, and codes as they are meant."""

import re
import unicodedata
from string import punctuation

from domain.spelling import Sounds

INVISIBLE = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2060\u3164\ufeff\uffa0")
"""Marks without a face that are not in Unicode's category of formats, or are and must go."""
JOINERS = frozenset("\u200c\u200d\ufe0f")
"""Kept: they hold emoji and some scripts together."""

_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")

LATIN_WORDS = 2
"""Fewer tell no language: people of any say "hi" and "ok"."""
FEW = 4
"""Fewer than one word in so many is a name or a foreign word in a text of another language."""


def clean(text: str) -> str:
    """The text without control characters, zero-width marks and changes of direction; lines stay."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    seen = "".join(character for character in composed if _can_be_seen(character))
    return seen.strip().strip("\u200c\u200d\ufe0f").strip()


def writable(text: str) -> str:
    """The text with a mark for what no database keeps and nobody can type: PostgreSQL refuses NUL,
    UTF-8 half a surrogate pair."""
    return _UNWRITABLE.sub("\ufffd", text)


def _can_be_seen(character: str) -> bool:
    if character in INVISIBLE:
        return False
    if character in "\n\t" or character in JOINERS:
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def find_language(sounds: Sounds, text: str) -> str | None:
    """`zh` for a text with a Chinese character, `en` for one of several Latin words, None for others:
    pinyin tells nothing, since "you", "can" and "police" are syllables, too. A name or a foreign word
    in it does not make it English."""
    if any("\u4e00" <= character <= "\u9fff" for character in text):
        return "zh"
    words = [word for word in text.split() if word.isascii() and any(map(str.isalpha, word))]
    foreign = [word for word in words if not sounds.is_pinyin(_letters(word))]
    return "en" if len(words) >= LATIN_WORDS and len(foreign) * FEW >= len(words) else None


def _letters(word: str) -> str:
    """For a look at its syllables: xi'an, ma?, Pai-chu-suo."""
    return word.lower().strip(punctuation).replace("'", "").replace("-", "")


def as_code(text: str) -> str:
    """A code or number as it is meant: full-width and styled characters to plain capitals, no gaps."""
    plain = unicodedata.normalize("NFKC", clean(text)).upper()
    return "".join(character for character in plain if character.isalnum())
