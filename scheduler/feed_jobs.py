"""The drop folder: case files that arrive in `feed/` are taken in, one after the other.

feed/ → feed/working/ → a report in feed/done/, or with the file in feed/refused/. Two processes
and a kill at any moment are harmless: who holds the lock on a file in working/ is at work on it, a
lock dies with its process, and importing a file twice changes nothing.
"""

import asyncio
from datetime import datetime, timedelta

import structlog

from domain.refusal import RefusalError
from handlers.feed import Summary, import_file
from handlers.feed_rejects import word_refusal
from handlers.feed_spool import erase_left
from handlers.house import House
from scheduler.drop_folder import Claimed, DropFolder
from storage import wrong_tries
from storage.database import Database

KEPT = timedelta(days=7)
"""A file that was refused may hold query codes, so it is not kept longer."""

log = structlog.get_logger()


async def take_in_files(database: Database, house: House, now: datetime) -> None:
    """Import every whole file of the drop folder, the oldest first."""
    folder = DropFolder(house.feed_folder)
    failed: set[str] = set()
    while (claimed := await asyncio.to_thread(folder.claim, failed)) is not None:
        try:
            await _take_in(database, house, folder, claimed, now)
        except Exception:
            # It stays in working/ and is tried again; the files after it don't wait for it.
            failed.add(claimed.path.name)
            log.exception("a case file could not be taken in now", file=claimed.path.name)
        finally:
            claimed.release()


async def forget_files(database: Database, house: House, now: datetime) -> None:
    """Erase reports and refused files of long ago, and wrong tries that count no more."""
    await asyncio.to_thread(DropFolder(house.feed_folder).erase_older, KEPT.total_seconds())
    await asyncio.to_thread(erase_left, house.feed_folder)
    async with database.transaction(long=True) as db:
        await wrong_tries.forget_stale(db, now)


async def _take_in(
    database: Database, house: House, folder: DropFolder, claimed: Claimed, now: datetime
) -> None:
    broken: RefusalError | None = None
    summary = Summary()
    try:
        summary = await import_file(database, house, claimed.path, lambda: now)
        broken = summary.broken
    except RefusalError as refusal:
        broken = refusal
    report = {
        "file": claimed.path.name,
        "at": now.isoformat(),
        "new": summary.added,
        "changed": summary.changed,
        "unchanged": summary.unchanged,
        "rejected": summary.rejected,
        "refused": word_refusal(house.book, broken) if broken else None,
    }
    await asyncio.to_thread(folder.put_away, claimed, report, summary.rejects, broken is not None)
    log.info("a case file was taken in", **report)
