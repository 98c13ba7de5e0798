"""Slips of the keyboard: single characters that together sound like a word of the lexicon."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.spelling import Sounds

SHORTEST_MENDED, LONGEST_MENDED = 2, 5
SHORTEST_WITH_TWO = 4
"""A word of so many characters may have two wrong ones."""
REACH = 3
"""So many words before a wrong character a mended word may begin."""


class Slip(NamedTuple):
    """From word `first` to word `last` stands something else than was `meant`."""

    first: int
    last: int
    meant: str


class Listener:
    """Knows how the words of the lexicon sound."""

    def __init__(self, sounds: Sounds, words: Iterable[str]) -> None:
        self._never, self._right = sounds.never, sounds.right
        self._by_character = sounds.by_character
        self._heard = {
            character: sounds.blur(spelled[0]) for character, spelled in sounds.by_character.items()
        }
        self._may_slip = self._heard.keys() - sounds.never
        # By sound the words of it; the beginnings of sounds have none.
        self._words: dict[str, tuple[str, ...]] = {}
        # A character with the sound before it or after it in some word.
        self._halves: set[str] = set()
        for word in words:
            if SHORTEST_MENDED <= len(word) <= LONGEST_MENDED:
                for sound in sounds.hear(word):
                    self._learn(sound, word)

    def _learn(self, sound: tuple[str, ...], word: str) -> None:
        whole = "".join(sound)
        self._words[whole] = (*self._words.get(whole, ()), word)
        for end in range(1, len(word)):
            self._words.setdefault("".join(sound[:end]), ())
            self._halves.add(word[end - 1] + sound[end])
            self._halves.add(sound[end - 1] + word[end])

    def find_slips(self, words: Sequence[str]) -> list[Slip]:
        """In order, none within another."""
        heard, halves, may_slip, end = self._heard, self._halves, self._may_slip, len(words) - 1
        slips: list[Slip] = []
        for place in [place for place, word in enumerate(words) if word in may_slip]:
            sound = heard[words[place]]
            # Most characters end here: before the first word stands none, but the last does no harm.
            if words[place - 1][-1] + sound in halves or (
                place < end and sound + words[place + 1][0] in halves
            ):
                free = slips[-1].last + 1 if slips else 0
                starts = range(max(place - REACH, free), place + 1)
                found = [slip for start in starts if (slip := self._find(words, start))]
                if near := [slip for slip in found if slip.last >= place]:
                    slips.append(max(near, key=_length))
        return slips

    def _find(self, words: Sequence[str], first: int) -> Slip | None:
        """The longest that begins with this word."""
        sound, found = "", None
        for last in range(first, min(first + LONGEST_MENDED, len(words))):
            for character in words[last]:
                if character not in self._heard:
                    return found
                sound += self._heard[character]
            known = self._words.get(sound)
            if known is None:
                return found
            if known and last > first and (meant := self._choose(words[first : last + 1], known)):
                found = Slip(first, last, meant)
        return found

    def _choose(self, typed: Sequence[str], known: tuple[str, ...]) -> str | None:
        """The one word of these that differs in fewest characters, if it is near enough."""
        stretch = "".join(typed)
        if stretch in known or stretch in self._right:
            return None
        slips = {word: _find_slips(stretch, word) for word in known}
        fewest = min(map(len, slips.values()))
        nearest = [word for word in known if len(slips[word]) == fewest]
        if len(nearest) > 1 or fewest > (2 if len(stretch) >= SHORTEST_WITH_TWO else 1):
            return None
        (meant,) = nearest
        if not any(slip in typed for slip in slips[meant]):
            return None  # all are part of a word that is right as it stands
        if len(stretch) == SHORTEST_MENDED:
            # Two characters are soon alike: both must be spelled the same, and both say something.
            if self._never.intersection(stretch) or self._spelled(stretch) != self._spelled(meant):
                return None
        elif self._never.intersection(slips[meant]):
            return None
        return meant

    def _spelled(self, word: str) -> str:
        return "'".join(self._by_character[character][0] for character in word)


def _length(slip: Slip) -> int:
    return len(slip.meant)


def _find_slips(stretch: str, word: str) -> list[str]:
    return [typed for typed, meant in zip(stretch, word, strict=True) if typed != meant]
