"""Reads names.toml: what looks like the name of a person."""

import re
from collections.abc import Iterable
from pathlib import Path

from content.loader import ROOT, ContentError, Shape, load

FLAGS = re.IGNORECASE | re.ASCII
"""ASCII: a Latin word ends where a Chinese character begins."""
PAUSE = r"(?:[^一-鿿]|$)"


class _BySound(Shape):
    first: str
    rest: str


class _Chinese(Shape):
    surnames: str
    compound: tuple[str, ...]
    never: str
    ends: str
    roles: tuple[str, ...]
    is_called: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    does: tuple[str, ...]
    titles: tuple[str, ...]
    titles_apart: tuple[str, ...]
    not_names: tuple[str, ...]
    by_sound: _BySound

    def patterns(self) -> tuple[str, ...]:
        """A name beside a word that tells it: 嫌疑人刘某某, 张伟偷了, 找到李四, 王五和赵六, 小王承认."""
        surname = f"(?:{_any(self.compound)}|[{self.surnames}])"
        given = rf"(?:(?![{self.never}])[一-鿿]){{1,2}}(?<![{self.ends}])"
        common = f"(?!{'|'.join(self.not_names)})"
        some = rf"{surname}(?:某{{1,2}}|[*×○□]{{1,2}}[一-鿿]?|[xX]{{1,2}}(?![a-zA-Z]))"
        name = f"(?:{some}|{common}{surname}{given})"
        begins = r"(?:(?<![一-鿿])|(?<=[是了和与系叫被由跟同对向给替把让找经请到知]))"
        verb, over = f"(?={_any(self.after)})", rf"(?={PAUSE}|[等和与的])"
        pet = rf"[小老阿](?!{'|'.join(self.not_names)})(?![车路石金毛田龙年区康])[{self.surnames}]"
        sound = f"[{self.by_sound.first}][{self.by_sound.rest}]{{2,6}}"
        called = f"(?:{_any(self.is_called)})*"
        return (
            some,
            rf"{begins}{name}{verb}",
            rf"(?:{_any(self.before)}){name}{over}",
            rf"(?:{_any(self.roles)}){called}{name}(?={PAUSE}|{_any((*self.after, *self.does))}|[等和与的])",
            rf"{begins}{name}[和与跟同及、]{name}{verb}",
            rf"{begins}{name}[和与跟同]{name}(?={PAUSE}|[都等均也])",
            rf"{begins}{pet}(?={_any(self.after)}|[和与跟说](?!谐))",
            rf"{common}{surname}[一-鿿]{{0,2}}(?:{_any(self.titles)})",
            rf"{begins}{common}{surname}[一-鿿]{{0,2}}(?:{_any(self.titles_apart)})",
            rf"(?<!百)姓[{self.surnames}](?![{self.never}一-鿿])",
            rf"(?<![一-鿿]){sound}(?={PAUSE}|{_any(self.after)})",
            rf"(?:{_any(self.roles)}|{_any(self.before)}){called}{sound}",
            r"[一-鿿]{2,8}[·•・․‧∙][一-鿿]{2,8}",
        )


class _English(Shape):
    families: str
    titles: str
    roles: str
    not_names: str

    def patterns(self) -> tuple[str, ...]:
        """Two words with capitals, a title and a word, and a family's name after a role."""
        family, common = _any(self.families.split()), _any(self.not_names.split())
        word = rf"(?!(?:{common})\b)[A-Z][a-z]+(?:-?[A-Z]?[a-z]+)?"
        titles, roles = _any(self.titles.split()), _any(self.roles.split())
        is_called = r"(?:,?\s+(?:is|was|called|named)\b|:)?,?"
        return (
            rf"\b(?:{titles})\.?\s+(?-i:{word})",
            rf"(?-i:\b{word}\s+(?:[A-Z]\.\s+)?{word}\b)",
            rf"\b(?:{roles}){is_called}\s+(?-i:{word}\b)",
            rf"\b(?:{roles}){is_called}\s+(?:{family})\s+(?!(?:{common})\b)[a-z]{{2,12}}\b",
            rf"\b(?-i:(?:{family})\s+(?!(?:{common})\b)[A-Z][a-z]{{1,11}})\b",
        )


class _File(Shape):
    chinese: _Chinese
    english: _English


def load_surnames(root: Path = ROOT) -> frozenset[str]:
    """Raises ContentError."""
    chinese = load(root / "names.toml", _File).chinese
    return frozenset((*chinese.surnames, *chinese.compound))


def load_name_patterns(root: Path = ROOT) -> tuple[re.Pattern[str], ...]:
    """Raises ContentError."""
    path = root / "names.toml"
    file = load(path, _File)
    for pattern in file.chinese.not_names:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ContentError(path, "chinese.not_names", f"{pattern!r}: {error}") from error
    # To compile a list of all surnames without regard to case takes much longer, and has no sense.
    chinese = (re.compile(pattern, re.ASCII) for pattern in file.chinese.patterns())
    return (*chinese, *(re.compile(pattern, FLAGS) for pattern in file.english.patterns()))


def _any(words: Iterable[str]) -> str:
    """Longest first, so that 抓到了 is not read as 抓到."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
