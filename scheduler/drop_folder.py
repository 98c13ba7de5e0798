"""A folder in which files arrive: whole ones are claimed, worked on, and put away with a report."""

import fcntl
import json
import os
import stat
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

QUIET_FOR = 5.0
"""Seconds without a change, by the file's own times, after which it counts as whole."""
UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload")
"""Names under which programs write a file before they rename it."""
REJECTED = ".rejected."


@dataclass(frozen=True, slots=True)
class Claimed:
    """A file in working/, locked by this process."""

    path: Path
    lock: int

    def release(self) -> None:
        os.close(self.lock)


class DropFolder:
    """Everything here blocks: it is for a thread."""

    def __init__(self, inbox: Path) -> None:
        self.inbox = inbox
        self.working, self.done, self.refused = (
            inbox / name for name in ("working", "done", "refused")
        )

    def claim(self, leave: Collection[str] = ()) -> Claimed | None:
        """A file that a dead process left in working/, else the oldest whole one. None: there is none.

        leave: names in working/ that are not taken up.
        """
        for folder in (self.inbox, self.working, self.done, self.refused):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path, _ in _files(self.working):
            if path.name not in leave and REJECTED not in path.name:
                claimed = _lock(path)
                if claimed is not None:
                    return claimed
        for path, changed in _files(self.inbox):
            # Also a time in the future is a time at which it changed: a clock was put back.
            if abs(time.time() - changed) >= QUIET_FOR:
                # The lock is the file's, not the name's: it is held while the name changes, so a
                # rival that has seen the old name can't give it a second one.
                claimed = _lock(path)
                if claimed is not None:
                    with suppress(FileNotFoundError):
                        return Claimed(_move(path, self.working), claimed.lock)
                    claimed.release()
        return None

    def put_away(
        self, claimed: Claimed, report: Mapping[str, object], rejects: Path | None, refused: bool
    ) -> None:
        """Write the report, then erase the file, which holds query codes and is all taken in; one that
        was refused goes to refused/ as it came, since it may be the only copy."""
        folder = self.refused if refused else self.done
        for name in _names(claimed.path.name):
            place = folder / f"{name}.report.json"
            with suppress(FileExistsError):
                number = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                break
        with os.fdopen(number, "w", encoding="utf-8") as file:
            json.dump(report, file, ensure_ascii=False, indent=1)
        if rejects is not None:
            rejects.replace(folder / f"{name}{rejects.name.removeprefix(claimed.path.name)}")
        if refused:
            claimed.path.replace(folder / name)
        else:
            claimed.path.unlink()

    def erase_older(self, seconds: float) -> None:
        """Erase what was put away that long ago."""
        for folder in (self.done, self.refused):
            for path, changed in _files(folder):
                if time.time() - changed > seconds:
                    path.unlink(missing_ok=True)


def _files(folder: Path) -> list[tuple[Path, float]]:
    """Files with the time of their last change (in content or place), the oldest first."""
    found = []
    if folder.is_dir():
        for path in folder.iterdir():
            with suppress(FileNotFoundError):
                told = path.lstat()
                hidden = path.name.startswith((".", "~$")) or path.name.endswith(UNFINISHED)
                if stat.S_ISREG(told.st_mode) and not hidden:
                    found.append((path, max(told.st_mtime, told.st_ctime)))
    return sorted(found, key=lambda entry: (entry[1], entry[0].name))


def _move(path: Path, folder: Path) -> Path:
    """Into the folder under a free name, never over another file."""
    for place in (folder / name for name in _names(path.name)):
        with suppress(FileExistsError):
            place.hardlink_to(path)
            break
    path.unlink(missing_ok=True)
    return place


def _names(name: str) -> Iterator[str]:
    """The name, then the name with a number."""
    yield name
    stem, dot, suffix = name.rpartition(".")
    for number in count(2):
        yield f"{stem}-{number}{dot}{suffix}"


def _lock(path: Path) -> Claimed | None:
    """None when another process is at work on the file, or has put it away meanwhile."""
    try:
        lock = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(lock), path.stat()):
            return Claimed(path, lock)
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(lock)
    return None
