"""Every sentence that people see, by key: `file.key`, in Chinese and English side by side."""

import string
import tomllib
from collections.abc import Iterable
from pathlib import Path

from content.loader import ROOT, Bilingual, ContentError, check, files

LANGUAGES = ("zh", "en")


class Texts:
    """The sentences of one language."""

    def __init__(self, language: str, sentences: dict[str, str]) -> None:
        self.language = language
        self._sentences = sentences

    def __call__(self, key: str, **values: object) -> str:
        """The sentence with its places filled. Raises KeyError for an unknown key or a missing value."""
        return self._sentences[key].format(**values)

    def has(self, key: str) -> bool:
        return key in self._sentences

    def all_keys(self) -> Iterable[str]:
        return self._sentences.keys()

    def template(self, key: str) -> str:
        """The sentence with its places open."""
        return self._sentences[key]


Book = dict[str, Texts]
"""Texts by language."""


def load_texts(root: Path = ROOT) -> Book:
    """Read texts/*.toml. Raises ContentError for a missing language or places that differ."""
    sentences: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for path in files("texts", root):
        try:
            entries = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ContentError(path, "", str(error)) from error
        for key, entry in entries.items():
            said = _checked(path, key, entry)
            sentences["zh"][f"{path.stem}.{key}"] = said.zh
            sentences["en"][f"{path.stem}.{key}"] = said.en
    return {language: Texts(language, said) for language, said in sentences.items()}


def _checked(path: Path, key: str, entry: object) -> Bilingual:
    try:
        said = check(path, Bilingual, entry)
    except ContentError as error:
        raise ContentError(path, f"{key}.{error.key}", error.reason) from error
    try:
        places = [_places(said.zh), _places(said.en)]
    except ValueError as error:
        raise ContentError(path, key, str(error)) from error
    if places[0] != places[1]:
        raise ContentError(path, key, f"places differ: zh {places[0]}, en {places[1]}")
    return said


def _places(sentence: str) -> list[str]:
    return sorted(
        {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
    )
