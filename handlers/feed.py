"""The case feed: a file's rows become cases, their history and notices; what can't be is handed back."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from domain.case_change import CaseChange, CaseDraft, Seal, change_case
from domain.case_life import Stage
from domain.feed_row import CaseRow, RowReader
from domain.refusal import RefusalError
from handlers import progress, returning, revisit
from handlers.feed_file import BadRow, Batch, FeedFile
from handlers.feed_rejects import Rejects
from handlers.house import House
from storage import cases
from storage.database import Database

ROWS_A_COMMIT = 1000
CLOCKS_DIFFER = timedelta(days=1)
"""A stage that much ahead of our clock is still believed."""


@dataclass(slots=True)
class Summary:
    """Rows of a file: of new cases, with a change, without one, and handed back in `rejects`.

    broken: why the file could not be read to its end.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    rejects: Path | None = None
    broken: RefusalError | None = None


async def import_file(
    database: Database,
    house: House,
    path: Path,
    now: Callable[[], datetime],
    seen: Callable[[int | None, int], None] = lambda total, done: None,
) -> Summary:
    """Take in a case file, a thousand rows a commit. The same file again changes nothing.

    seen: is told how far the file is read, in its own unit. Raises RefusalError when the file can't
    be used; a kill half-way is made good by another import of the same file.
    """
    file = await asyncio.to_thread(FeedFile, path, house.feed_words)
    zone = house.policy.quiet_hours.zone
    reader = RowReader(house.feed_words, file.places, zone, now() + CLOCKS_DIFFER)
    batches = file.batches(reader, ROWS_A_COMMIT)
    summary = Summary()
    take = partial(next, batches, None)
    seal, place = _seal(house), file.places.get("query_code")
    with Rejects(path, file.header, house.book, seal, place, as_jsonl=file.is_jsonl) as rejects:
        batch: Batch | None = await asyncio.to_thread(take)
        while batch is not None:
            # The next rows are read while a server writes these. SQLite writes in this process,
            # where reading at the same time would only be in its way.
            ahead = None if database.is_sqlite else asyncio.create_task(asyncio.to_thread(take))
            try:
                refused = await _store(database, house, batch.rows, now(), summary)
            finally:
                if ahead is not None:
                    await asyncio.wait([ahead])
            bad = sorted([*batch.bad, *refused], key=lambda row: row.line)
            if bad:
                summary.rejected += len(bad)
                await asyncio.to_thread(rejects.write, bad)
            seen(file.total, batch.done)
            try:
                batch = await (ahead or asyncio.to_thread(take))
            except RefusalError as reason:
                summary.broken, batch = reason, None
        summary.rejects = await asyncio.to_thread(rejects.finish)
    return summary


def _seal(house: House) -> Seal:
    return Seal(house.key, partial(secrets.token_hex, 8))


async def _store(
    database: Database, house: House, rows: Sequence[CaseRow], now: datetime, summary: Summary
) -> list[BadRow]:
    """Decide on rows and keep them, in one commit. Those that can't be, with their reasons."""
    if not rows:
        return []
    by_number: dict[str, list[CaseRow]] = {}
    for row in rows:
        by_number.setdefault(row.number, []).append(row)
    seal = _seal(house)
    async with database.transaction(long=True) as db:
        await cases.one_import_at_a_time(db)
        known = await cases.find_known(db, list(by_number))
        older = [
            case.id
            for number, case in known.items()
            if case.id and any(_is_older(row, case) for row in by_number[number])
        ]
        histories = await cases.find_histories(db, older) if older else {}
        nothing: set[tuple[Stage, datetime]] = set()
        changes = []
        for number, its_rows in by_number.items():
            case = known.get(number)
            history = histories.get(case.id, nothing) if case and case.id else nothing
            changes.append(
                change_case(its_rows, case, history, seal, house.feed_words.is_sensitive)
            )
        revisit.plan(house, changes, now)
        await cases.keep(db, changes, now)
        await revisit.end_solved(db, changes, now)
        await progress.tell(db, house, changes, now)
        returnable = [c.draft.id for c in changes if c.turned_returnable and c.draft]
        await returning.announce(db, house, [n for n in returnable if n is not None], now)
    return _count(changes, by_number, summary)


def _is_older(row: CaseRow, case: CaseDraft) -> bool:
    """Whether only the case's history can tell if the row is news."""
    return row.at <= case.stage_at and (row.stage, row.at) != (case.stage, case.stage_at)


def _count(
    changes: Sequence[CaseChange], by_number: dict[str, list[CaseRow]], summary: Summary
) -> list[BadRow]:
    bad = []
    for change, rows in zip(changes, by_number.values(), strict=True):
        good = len(rows) - len(change.rejected)
        if not change.changed:
            summary.unchanged += good
        elif change.known:
            summary.changed += good
        else:
            summary.added += good
        bad += [BadRow(row.line, list(row.cells), reason) for row, reason in change.rejected]
    return bad
