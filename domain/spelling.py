"""How people spell the words of the lexicon: initials, pinyin, signs, and slips of the keyboard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

LONGEST_PINYIN = 24
"""Nobody runs more letters together; longer ones are something else."""
LONGEST_SYLLABLE = 6


@dataclass(frozen=True, slots=True)
class Alias:
    """`typed` stands for `word`. Where it may mean something else: it must stand right after one of
    `after` or right before one of `before` (if any are given), and must not stand beside the others.
    """

    typed: str
    word: str
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    misleading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sounds:
    """`by_character`: how each is spelled in pinyin, the likeliest first. `alike`: endings and
    beginnings that many people do not tell apart (zh and z). `never`: characters that are no slip,
    whatever word they would make with their neighbours; `right`: the same of whole stretches.
    """

    by_character: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alike: tuple[tuple[str, str], ...] = ()
    never: frozenset[str] = frozenset()
    right: frozenset[str] = frozenset()
    syllables: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        syllables = frozenset(one for spelled in self.by_character.values() for one in spelled)
        object.__setattr__(self, "syllables", syllables)

    def is_pinyin(self, typed: str) -> bool:
        """Whether it is syllables and nothing else: by the places that they reach, as to try all ways to
        part it would take for ever ("juanjuanjuan")."""
        if len(typed) > LONGEST_PINYIN:
            return False
        reached = {0}
        for start in range(len(typed)):
            if start in reached:
                reached.update(
                    end
                    for end in range(start + 1, start + 1 + LONGEST_SYLLABLE)
                    if typed[start:end] in self.syllables
                )
        return len(typed) in reached

    def spell(self, word: str) -> list[str]:
        """Every pinyin of a word, without blanks; none where a character is unknown."""
        return ["".join(one) for one in self._spell(word)]

    def hear(self, word: str) -> list[tuple[str, ...]]:
        """Every way it sounds, by syllables, so that words that are mixed up sound the same."""
        return [tuple(map(self.blur, one)) for one in self._spell(word)]

    def blur(self, syllable: str) -> str:
        """A syllable as it is heard, with a mark at its end."""
        for typed, heard in self.alike:
            if typed.startswith("-"):
                if syllable.endswith(typed[1:]):
                    syllable = syllable.removesuffix(typed[1:]) + heard[1:]
            elif syllable.startswith(typed):
                syllable = heard + syllable.removeprefix(typed)
        return syllable + "'"

    def _spell(self, word: str) -> Iterable[tuple[str, ...]]:
        return product(*(self.by_character.get(character, ()) for character in word))


@dataclass(frozen=True, slots=True)
class Spelling:
    """`latin`: by what is typed, the readings of it, the first that fits counts; `signs`: what one
    emoji means; `english`: pinyin of our words that is English as well."""

    latin: Mapping[str, tuple[Alias, ...]] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    english: frozenset[str] = frozenset()
    sounds: Sounds = field(default_factory=Sounds)

    def words(self) -> set[str]:
        """Every word that is read in place of another."""
        return {alias.word for readings in self.latin.values() for alias in readings}
