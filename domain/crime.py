"""Whether what somebody tells is a crime: then the house says that it takes no crime reports."""

import re
from collections.abc import Collection, Mapping
from typing import TypeAlias

from domain.plain_text import make_plain

Crimes: TypeAlias = Mapping[str, frozenset[str]]
"""The topics that tell of a crime, each with English words that do: the topics' own are Chinese."""

_WORD = re.compile(r"[a-z]+")


def find_crimes(crimes: Crimes, tags: Collection[str], text: str) -> tuple[str, ...]:
    """The topics by which a text tells of a crime: those it is tagged with, and those whose English
    words stand in it."""
    words = set(_WORD.findall(make_plain(text).text))
    return tuple(topic for topic, told in crimes.items() if topic in tags or words & told)
