"""Reads a citizen's text word by word and routes it. Only domain/tagging* know jieba."""

from copy import copy
from pathlib import Path
from typing import Self

from domain.lexicon import Lexicon
from domain.plain_text import PlainText, make_plain
from domain.quoting import find_quoted
from domain.reading import Hit, Reader, Reading
from domain.routing import Routing
from domain.tagging_dictionary import make_tokenizer
from domain.untaught import settle
from domain.weighing import Scales

LONGEST_READ = 20_000
"""Characters of a text that are read; what follows adds nothing to where it belongs."""


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

    def with_lexicon(self, lexicon: Lexicon) -> Self:
        """Another tagger that weighs by `lexicon` and cuts words like this one."""
        other = copy(self)
        other._take(lexicon)
        return other

    def route(self, text: str, title: str = "") -> Routing:
        """Where `text` belongs and why."""
        plain_title, plain = self._make_plain(title), self._make_plain(text)

        def show(hit: Hit) -> tuple[str, int, int]:
            typed, source = (title, plain_title) if hit.in_title else (text, plain)
            start, end = source.typed(hit.start, hit.end)
            return typed[start:end], start, end

        return self._scales.weigh(self._read(plain_title, plain), show)

    def read(self, text: str, title: str = "", *, everything: bool = False) -> Reading:
        """What counts in a text; `everything`: also words that carry no weight yet."""
        return self._read(self._make_plain(title), self._make_plain(text), everything)

    def words_in(self, text: str, title: str = "") -> frozenset[str]:
        """The words of a text that are words: no marks, no numbers."""
        return frozenset(filter(str.isalpha, self.read(text, title, everything=True).words))

    def cut(self, text: str) -> list[str]:
        """The plain words of a text; joined again they are the plain text."""
        return self._tokenizer.cut_words(text)

    def _make_plain(self, typed: str) -> PlainText:
        return make_plain(typed[:LONGEST_READ])

    def _read(self, title: PlainText, text: PlainText, everything: bool = False) -> Reading:
        words = self.cut_own(text.text)
        return self._reader.read(self.cut(title.text), words, everything=everything)

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
