"""Whether what somebody tells is a crime: then the house says that it takes no crime reports."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

Crimes: TypeAlias = Mapping[str, frozenset[str]]
"""The topics that tell of a crime, each with English words that do: the topics' own are Chinese."""

_WORD = re.compile(r"[a-z-]+")


class CrimeWords:
    """Knows the English words of all crimes by heart, each with its topics."""

    def __init__(self, crimes: Crimes) -> None:
        self.topics: dict[str, tuple[str, ...]] = {}
        for topic, words in crimes.items():
            for word in words:
                self.topics[word] = (*self.topics.get(word, ()), topic)

    def find(self, words: Sequence[str], spared: Collection[tuple[str, int]]) -> set[str]:
        """The topics of which a row of words tells, where they are not `spared` (topic and place) by
        the context. A word joined to another by a dash is none of its own: "anti-theft"."""
        told: set[str] = set()
        for place, word in enumerate(words):
            if word[0] <= "z" and len(word) > 1:  # no mark, and nothing Chinese
                for one in _WORD.findall(word):
                    told.update(t for t in self.topics.get(one, ()) if (t, place) not in spared)
        return told


def find_crimes(crimes: Crimes, tags: Collection[str], told: Collection[str]) -> tuple[str, ...]:
    """The topics by which a text tells of a crime: those it is tagged with, and those that it tells
    of in English."""
    return tuple(topic for topic in crimes if topic in tags or topic in told)
