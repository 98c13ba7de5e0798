"""Which words are never learned, however telling: names of people and places, and small words."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.tagging_kinds import kind_of

NAME_KINDS = frozenset(("nr", "ns", "nt", "nz", "nrt", "nrfg", "x", "eng", "m", "mq"))
PEOPLE_AND_PLACES = frozenset(("nr", "ns", "nt", "nrt", "nrfg"))
PET_NAMES = "小老阿大"
LONGEST_GIVEN = 2


@dataclass(frozen=True, slots=True)
class Unlearned:
    """`small`: words that stand everywhere; `places`: masked names; `place_ends`: last characters of
    places; `titles`: what stands behind a surname; `surnames`: of one character or more."""

    small: frozenset[str]
    places: frozenset[str]
    place_ends: frozenset[str]
    titles: frozenset[str]
    surnames: frozenset[str]

    def is_small(self, word: str) -> bool:
        """A small word, a single character or a mark: of some weight, of no meaning by itself."""
        return len(word) == 1 or word.lower() in self.small or not any(map(str.isalnum, word))

    def is_name(self, word: str) -> bool:
        """Of a word as jieba cut it. Also what no dictionary knows: it may be a name."""
        kind = kind_of(word)
        return kind is None or kind in NAME_KINDS or word in self.places or word.isascii()

    def looks_like_name(self, parts: Sequence[str]) -> bool:
        """Of neighbouring words that no dictionary knows as one: a surname with a given name or a
        title, a pet name, a place, or one of those among them."""
        word = "".join(parts)
        called = word[1:] if word[0] in PET_NAMES and len(word) > 1 else word
        if called in self.surnames and called != word:
            return True
        if kind_of(word):
            return self.is_name(word)
        if word[-1] in self.place_ends or any(place in word for place in self.places):
            return True
        if any(len(part) > 1 and kind_of(part) in PEOPLE_AND_PLACES for part in parts):
            return True
        rests = [called[n:] for n in (1, 2) if called[:n] in self.surnames]
        return any(
            0 < len(rest) <= LONGEST_GIVEN or any(map(rest.endswith, self.titles)) for rest in rests
        )
