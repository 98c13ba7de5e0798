"""Takes changed routing files into use while the bot runs; a bad file leaves the old lexicon."""

import logging
from pathlib import Path

from content.area import load_lexicon
from content.loader import ROOT, ContentError, files
from domain.lexicon import Lexicon

_log = logging.getLogger(__name__)


class FreshLexicon:
    """Holds the last good lexicon. Raises ContentError only for the first reading."""

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root
        self._seen = self._look()
        self.lexicon: Lexicon = load_lexicon(root)

    def refresh(self) -> bool:
        """Read again if a file changed; True when there is a new lexicon."""
        now = self._look()
        if now == self._seen:
            return False
        self._seen = now
        try:
            self.lexicon = load_lexicon(self._root)
        except ContentError as error:
            _log.error("routing keeps its words as they were: %s", error)
            return False
        _log.info("routing took its changed words into use")
        return True

    def _look(self) -> tuple[tuple[str, int, int], ...]:
        paths = [*files("areas", self._root), self._root / "weights.toml"]
        stats = [(path, path.stat()) for path in paths if path.exists()]
        return tuple((path.name, stat.st_mtime_ns, stat.st_size) for path, stat in stats)
