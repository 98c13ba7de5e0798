"""Loads how people spell our words: content/areas/aliases.toml and content/sounds.toml."""

import re
from pathlib import Path

from pydantic import Field

from content.loader import ContentError, Shape, load
from domain.plain_text import make_plain
from domain.spelling import Alias, Sounds, Spelling

_LATIN = re.compile("[a-z]{2,20}")
_SOUND = re.compile("[a-z]{1,6}")
_HAN = re.compile("[\u4e00-\u9fff]{2,10}")


class _Alias(Shape):
    typed: str
    word: str
    after: str = ""
    before: str = ""
    not_after: str = ""
    not_before: str = ""
    examples: tuple[str, ...] = Field(min_length=1)
    misleading: tuple[str, ...] = ()


class _Aliases(Shape):
    plain: str
    signs: str
    english: str
    alias: tuple[_Alias, ...]


class _Sounds(Shape):
    alike: tuple[str, ...]
    never: str
    right: str
    characters: str
    also: str


def load_spelling(root: Path) -> Spelling:
    """Without the files, words are read as typed. Raises ContentError with file, key and reason."""
    sounds, aliases = root / "sounds.toml", root / "areas" / "aliases.toml"
    heard = _load_sounds(sounds) if sounds.exists() else Sounds()
    return _load_aliases(aliases, heard) if aliases.exists() else Spelling(sounds=heard)


def _load_aliases(path: Path, sounds: Sounds) -> Spelling:
    shape = load(path, _Aliases)
    latin: dict[str, tuple[Alias, ...]] = {}
    for typed, word in _read_pairs(path, "plain", shape.plain):
        if typed in latin:
            raise ContentError(path, f"plain.{typed}", "it stands twice")
        latin[typed] = (Alias(typed, word),)
    for one in shape.alias:
        alias = Alias(
            one.typed,
            one.word,
            _split(one.after),
            _split(one.before),
            _split(one.not_after),
            _split(one.not_before),
            one.examples,
            one.misleading,
        )
        known = latin.get(one.typed, ())
        if any(not (other.after or other.before) for other in known):
            reason = "one that fits anywhere stands before it, so it is never read"
            raise ContentError(path, f"alias.{one.typed}", reason)
        latin[one.typed] = (*known, alias)
    for typed, readings in latin.items():
        for alias in readings:
            key = f"alias.{typed}"
            if not _LATIN.fullmatch(typed):
                raise ContentError(path, key, f"{typed!r} is not of small Latin letters, 2 to 20")
            if not _HAN.fullmatch(alias.word):
                raise ContentError(path, key, f"{alias.word!r} is no word of Chinese characters")
    signs = dict(_read_pairs(path, "signs", shape.signs))
    for sign in signs:
        if len(sign) != 1 or sign.isalnum():
            raise ContentError(path, f"signs.{sign}", f"{sign!r} is not one sign")
    return Spelling(latin, signs, frozenset(shape.english.split()), sounds)


def _read_pairs(path: Path, key: str, lines: str) -> list[tuple[str, str]]:
    pairs = []
    for line in filter(str.strip, lines.splitlines()):
        match make_plain(line).text.split():
            case [typed, word]:
                pairs.append((typed, word))
            case [typed, *_]:
                reason = f"{line!r} is not what is typed, a blank, and the word for it"
                raise ContentError(path, f"{key}.{typed}", reason)
    return pairs


def _split(words: str) -> tuple[str, ...]:
    return tuple(make_plain(words).text.split())


def _load_sounds(path: Path) -> Sounds:
    shape = load(path, _Sounds)
    spelled: dict[str, tuple[str, ...]] = {}
    for key, lines in (("characters", shape.characters), ("also", shape.also)):
        for sound, characters in _read_pairs(path, key, lines):
            if not _SOUND.fullmatch(sound):
                raise ContentError(path, f"{key}.{sound}", f"{sound!r} is no pinyin")
            for character in characters:
                spelled[character] = (*spelled.get(character, ()), sound)
    alike = []
    for pair in shape.alike:
        match pair.split():
            case [typed, heard] if typed.startswith("-") == heard.startswith("-"):
                alike.append((typed, heard))
            case _:
                raise ContentError(path, "alike", f"{pair!r} is not two beginnings or two endings")
    return Sounds(spelled, tuple(alike), frozenset(shape.never), frozenset(shape.right.split()))
