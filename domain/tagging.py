"""Reads a citizen's text word by word and routes it. Only domain/tagging* know jieba."""

from copy import copy
from pathlib import Path
from typing import NamedTuple, Self

from domain.lexicon import Lexicon
from domain.misspelling import Listener, Slip
from domain.plain_text import PlainText, make_plain
from domain.quoting import find_quoted
from domain.reading import Hit, Reader, Reading, is_brief
from domain.routing import Routing
from domain.spelled_out import SpelledOut, Stretch
from domain.tagging_dictionary import make_tokenizer
from domain.untaught import settle
from domain.weighing import Scales

LONGEST_READ = 20_000
"""Characters of a text that are read; what follows adds nothing to where it belongs."""
NEIGHBOURS = 3
"""So many words on each side of a mended one are cut anew."""


class _Typed(NamedTuple):
    """A text as typed, made plain and cut into words; `respelled` are the stretches of the plain text
    that were typed in another way."""

    typed: str
    plain: PlainText
    words: list[str]
    respelled: list[Stretch]

    def show(self, hit: Hit) -> tuple[str, int, int, str]:
        """What was typed, where, and what it was taken for if that is another word."""
        start, end = self.plain.typed(hit.start, hit.end)
        read = self._read_as(hit) if self.respelled else ""
        return self.typed[start:end], start, end, read

    def _read_as(self, hit: Hit) -> str:
        if any(first < hit.end and last > hit.start for first, last in self.respelled):
            return "".join(self.words)[hit.start : hit.end]
        return ""


class Tagger:
    """Thread-safe, as it changes nothing after it is made; reading is processor work, so async
    callers run it in a thread. `cache_dir` is a private folder for the merged dictionary.
    """

    def __init__(self, lexicon: Lexicon, cache_dir: Path) -> None:
        self._tokenizer = make_tokenizer(lexicon.vocabulary(), cache_dir)
        self._take(lexicon)

    def _take(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._reader = Reader(lexicon)
        self._scales = Scales(settle(lexicon))
        words = lexicon.topic_words()
        self._spelled_out = SpelledOut(lexicon.spelling, words)
        self._listener = Listener(lexicon.spelling.sounds, words)

    def with_lexicon(self, lexicon: Lexicon) -> Self:
        """Another tagger that weighs by `lexicon` and cuts words like this one."""
        other = copy(self)
        other._take(lexicon)
        return other

    def route(self, text: str, title: str = "") -> Routing:
        """Where `text` belongs and why."""
        read_title, read = self._cut_typed(title), self._cut_typed(text, own=True)
        reading = self._reader.read(read_title.words, read.words)

        return self._scales.weigh(
            reading, lambda hit: (read_title if hit.in_title else read).show(hit)
        )

    def read(self, text: str, title: str = "", *, everything: bool = False) -> Reading:
        """What counts in a text; `everything`: also words that carry no weight yet."""
        words, own = self._cut_typed(title).words, self._cut_typed(text, own=True).words
        return self._reader.read(words, own, everything=everything)

    def words_in(self, text: str, title: str = "") -> frozenset[str]:
        """The words of a text that are words: no marks, no numbers."""
        return frozenset(filter(str.isalpha, self.read(text, title, everything=True).words))

    def cut(self, text: str) -> list[str]:
        """The plain words of a text; joined again they are the plain text."""
        return self._tokenizer.cut_words(text)

    def _cut_typed(self, typed: str, *, own: bool = False) -> _Typed:
        """`own`: without the replies of an office that are quoted."""
        plain, respelled = self._spelled_out.spell_out(make_plain(typed[:LONGEST_READ]))
        words = self.cut_own(plain.text) if own else self.cut(plain.text)
        # A letter has other words beside the one that is misspelt, and takes long to listen to.
        slips = self._listener.find_slips(words) if is_brief(words) else []
        for slip in reversed(slips):
            start = sum(map(len, words[: slip.first]))
            respelled.append((start, start + len(slip.meant)))
            self._mend(words, slip)
        return _Typed(typed, plain, words, respelled)

    def _mend(self, words: list[str], slip: Slip) -> None:
        """Read what was meant, which may make a longer word with its neighbours."""
        first, last = max(slip.first - NEIGHBOURS, 0), slip.last + 1 + NEIGHBOURS
        before, after = words[first : slip.first], words[slip.last + 1 : last]
        words[first:last] = self.cut("".join([*before, slip.meant, *after]))

    def cut_own(self, plain: str) -> list[str]:
        """The words of a plain text; each reply of an office that is quoted there is one word,
        which means nothing."""
        words: list[str] = []
        place = 0
        for start, end in find_quoted(plain, self.lexicon.context.replies):
            words += self.cut(plain[place:start])
            if end < len(plain):
                words.append(plain[start:end])
            place = end
        return words + self.cut(plain[place:])
