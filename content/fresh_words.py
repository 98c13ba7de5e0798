"""Takes changed files of routing and of alarms into use while the bot runs; a bad one changes nothing."""

import logging
from pathlib import Path

from content.area import load_lexicon
from content.emergency import load_alarm_words
from content.loader import ROOT, ContentError, files
from domain.emergency import AlarmWords
from domain.lexicon import Lexicon

_log = logging.getLogger(__name__)


class FreshWords:
    """Holds the last good words. Raises ContentError only for the first reading."""

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root
        self._seen = self._look()
        self.problem: ContentError | None = None
        """What is wrong with the files as they are now, while older words are in use."""
        self._take()

    def refresh(self) -> bool:
        """Read again if a file changed; True when there are new words."""
        now = self._look()
        if now == self._seen:
            return False
        self._seen = now
        try:
            self._take()
        except ContentError as error:
            self.problem = error
            _log.error("routing keeps its words as they were: %s", error)
            return False
        self.problem = None
        _log.info("routing took its changed words into use")
        return True

    def _take(self) -> None:
        lexicon, alarm_words = load_lexicon(self._root), load_alarm_words(self._root)
        self.lexicon: Lexicon = lexicon
        self.alarm_words: AlarmWords = alarm_words

    def _look(self) -> tuple[tuple[str, int, int], ...]:
        paths = [*files("areas", self._root), *(self._root / name for name in OTHER_FILES)]
        stats = [(path, path.stat()) for path in paths if path.exists()]
        return tuple((path.name, stat.st_mtime_ns, stat.st_size) for path, stat in stats)


OTHER_FILES = ("sounds.toml", "weights.toml", "emergency.toml", "emergency_weights.toml")
