"""Reads a TOML file of content/ into a checked shape, or says which file, line and key is wrong."""

import re
import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from content.place import find_line

ROOT = Path(__file__).parent
NARROW = re.compile("[一-鿿][,;:!?()]|[,;:!?(][一-鿿]")
"""Punctuation of another script beside a Chinese character."""


class ContentError(Exception):
    """A content file that cannot be used; the message names file, line, key and reason."""

    def __init__(self, file: Path, key: str, reason: str) -> None:
        self.file, self.key, self.reason = file, key, reason
        self.line = find_line(file, key, reason)
        place = f"{file.name}, line {self.line}" if self.line else file.name
        super().__init__(f"{place}: {key}: {reason}" if key else f"{place}: {reason}")


class Shape(BaseModel):
    """What a file may hold: an unknown key is an error, so that a typing slip is not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_min_length=1, allow_inf_nan=False)


class Bilingual(Shape):
    """One thing to read, in both languages."""

    zh: str
    en: str

    @field_validator("zh")
    @classmethod
    def _must_be_punctuated_in_chinese(cls, zh: str) -> str:
        if found := NARROW.search(zh):
            raise ValueError(f"use Chinese punctuation (，；：！？（）) in {found[0]!r}")
        return zh

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.zh


S = TypeVar("S", bound=Shape)


def load(path: Path, shape: type[S]) -> S:
    """Read one file. Raises ContentError for bad TOML, missing, unknown or wrong keys."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        reason = f"not in UTF-8 (at line {line}); save the file in that encoding"
        raise ContentError(path, "", reason) from error
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ContentError(path, "", str(error)) from error
    return check(path, shape, data)


def check(path: Path, shape: type[S], data: object) -> S:
    """Check data read from `path`. Raises ContentError at the first key that does not fit."""
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        # A key misspelt is both missing and unknown: the unknown one shows where.
        errors = error.errors()
        first = next((e for e in errors if e["type"] == "extra_forbidden"), errors[0])
        raise ContentError(path, ".".join(map(str, first["loc"])), first["msg"]) from error


def files(folder: str, root: Path = ROOT) -> list[Path]:
    """The TOML files of a content folder, in order of name."""
    return sorted((root / folder).glob("*.toml"))
