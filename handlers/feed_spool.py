"""The body of a call on disk, until it is known who sent it and what came of it."""

import hmac
import os
import secrets
import time
from pathlib import Path

FOLDER = "calls"
LEFT_AFTER = 24 * 3600.0
"""Seconds after which a file here was left behind by a process that died: it is sent again anyhow."""


class Spool:
    """A file of its own in feed/calls/, for the owner only. It blocks: for a thread.

    size: bytes so far.
    """

    def __init__(self, feed_folder: Path, sealed: hmac.HMAC) -> None:
        folder = feed_folder / FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = folder / f"{secrets.token_hex(8)}.jsonl"
        self.sealed, self.size = sealed, 0
        number = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(number, "wb")

    def add(self, piece: bytes) -> None:
        self.sealed.update(piece)
        self._file.write(piece)
        self.size += len(piece)

    def close(self) -> None:
        self._file.close()

    def erase(self) -> None:
        """The file, and what was made beside it: they hold query codes."""
        self._file.close()
        for path in self.path.parent.glob(f"{self.path.name}*"):
            path.unlink(missing_ok=True)


def erase_left(feed_folder: Path) -> None:
    """Erase what a process that died has left."""
    for path in (feed_folder / FOLDER).glob("*"):
        if time.time() - path.lstat().st_mtime > LEFT_AFTER:
            path.unlink(missing_ok=True)
