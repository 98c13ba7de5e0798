"""The tagger in use, made anew when a clerk changed its words."""

from pathlib import Path
from threading import Lock

from content.fresh_words import FreshWords
from domain.emergency import Alarm, find_alarm
from domain.routing import Routing
from domain.spelled_out import SpelledOut
from domain.tagging import Tagger


class LiveTagger:
    """Thread-safe. What is in use is replaced as a whole: who reads a text meanwhile ends with the
    words he began with, and nobody who routes ever waits for a new dictionary.
    """

    def __init__(self, words: FreshWords, cache_dir: Path) -> None:
        self._words = words
        self._cache_dir = cache_dir
        self._making = Lock()
        self._tagger: Tagger | None = None
        self._spelled_out = self._read_spelling()

    def warm_up(self) -> Tagger:
        """Have the dictionary ready; takes a moment the first time."""
        with self._making:
            if self._tagger is None:
                self._tagger = Tagger(self._words.lexicon, self._cache_dir)
            return self._tagger

    def refresh(self) -> str | None:
        """Take changed files into use; slow when there are any, so not where anybody waits.
        What is wrong with them, told once for each change."""
        before = self._words.problem
        if self._words.refresh():
            self._tagger = Tagger(self._words.lexicon, self._cache_dir)
            self._spelled_out = self._read_spelling()
        problem = self._words.problem
        return str(problem) if problem is not None and problem is not before else None

    def route(self, text: str) -> Routing:
        """Where `text` belongs and why, by the words as they are now."""
        return (self._tagger or self.warm_up()).route(text)

    def find_alarm(self, text: str) -> Alarm | None:
        """The danger that `text` speaks of, by the words as they are now."""
        return find_alarm(self._words.alarm_words, self._spelled_out, text)

    def _read_spelling(self) -> SpelledOut:
        """One of its own for alarms: nobody in danger waits until the dictionary is ready."""
        lexicon = self._words.lexicon
        return SpelledOut(lexicon.spelling, lexicon.topic_words())
