"""The tagger in use, made anew when a clerk changed its words."""

from pathlib import Path
from threading import Lock
from time import monotonic

from content.fresh_lexicon import FreshLexicon
from domain.routing import Routing
from domain.tagging import Tagger

LOOK_EVERY = 5.0
"""Seconds between looks at the files."""


class LiveTagger:
    """Thread-safe. The dictionary is read by the first who routes, once: it takes a moment."""

    def __init__(self, fresh: FreshLexicon, cache_dir: Path) -> None:
        self._fresh = fresh
        self._cache_dir = cache_dir
        self._making = Lock()
        self._tagger: Tagger | None = None
        self._looked = 0.0

    def route(self, text: str) -> Routing:
        """Where `text` belongs and why, by the words as they are now."""
        return self._current().route(text)

    def _current(self) -> Tagger:
        with self._making:
            now = monotonic()
            due = now - self._looked >= LOOK_EVERY
            if due:
                self._looked = now
            if self._tagger is None or (due and self._fresh.refresh()):
                self._tagger = Tagger(self._fresh.lexicon, self._cache_dir)
            return self._tagger
