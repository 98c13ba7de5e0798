"""The clock of what is owed: cases that changed are reckoned, deadlines that are due get louder."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from time import monotonic

from content.rulebook import RuleBook
from domain.duty import Event
from handlers.case_deadlines import holder_of, lives_of, subject_of
from handlers.contact import ask_for_contact, tell_some
from handlers.deadlines import find_changes
from handlers.house import House
from handlers.sweep import sweep_some
from handlers.warning import warn_some
from storage import deadlines, marked_cases
from storage.database import Database
from storage.deadlines import Changes, Kept
from storage.marked_cases import Marked

CASES = 500
"""Cases in one commit."""
DUE = 200
"""Deadlines in one commit."""
TOLD = 2000
"""Deadlines told of in one commit, and on one card."""
CONTACTS = 100
"""Tasks in one commit."""
RECKON_FOR = 15.0
"""Seconds of one wake, less than a wake's period."""


async def watch_deadlines(database: Database, house: House, now: datetime) -> None:
    """Reckon what the feed has changed, then say what is due.

    A great import is reckoned over several wakes, so that what falls due meanwhile need not wait.
    """
    await reckon_cases(database, house, now)
    await _ask_for_contacts(database, house, now)
    await sweep_deadlines(database, house, now)


async def reckon_cases(database: Database, house: House, now: datetime) -> None:
    """Reckon what is owed in every case that the feed has marked, as many as one wake has time for.

    A case that changes meanwhile stays marked, so several processes may do this side by side.
    """
    over = monotonic() + RECKON_FOR
    more = await _reckon_some(database, house, now)
    while more and monotonic() < over:
        await asyncio.sleep(0)
        more = await _reckon_some(database, house, now)


async def _reckon_some(database: Database, house: House, now: datetime) -> bool:
    """Whether there may be more that this process can do."""
    async with database.reading() as db:
        cases = await marked_cases.marked(db, CASES)
        if not cases:
            return False
        lives = await lives_of(db, [case.id for case in cases])
        kept = await deadlines.kept_of(db, [subject_of(case.id) for case in cases])
    found = await asyncio.to_thread(_reckon, house.rulebook, cases, lives, kept, now)
    async with database.transaction(long=True) as db:
        held = await marked_cases.hold(db, cases)
        subjects = {subject_of(number) for number in held}
        await deadlines.keep(
            db,
            Changes(
                [one for one in found.new if one[0].subject in subjects],
                [one for one in found.changed if one.holder.subject in subjects],
            ),
        )
        settled = [case for case in cases if case.id in held]
        asked = await ask_for_contact(db, house, settled, now)
        # Where a person is asked to make contact, a clock began that is not reckoned yet.
        await marked_cases.unmark(db, [case for case in settled if case.id not in asked])
    return len(cases) == CASES and bool(held)


def _reckon(
    book: RuleBook,
    cases: Sequence[Marked],
    lives: Mapping[int, Sequence[Event]],
    kept: Mapping[str, Sequence[Kept]],
    now: datetime,
) -> Changes:
    """Pure computing, for a thread."""
    return find_changes(book, [(holder_of(case), lives[case.id]) for case in cases], kept, now)


async def sweep_deadlines(database: Database, house: House, now: datetime) -> None:
    """Measure what is due once more, and tell staff of what is still owed: one card for all of it."""
    number = DUE
    while number == DUE:
        async with database.transaction(long=True) as db:
            number = await sweep_some(db, house, now, DUE)
        await asyncio.sleep(0)
    async with database.reading() as db:
        if not await deadlines.anything_untold(db):
            return
    number = TOLD
    while number == TOLD:
        async with database.transaction(long=True) as db:
            number = await warn_some(db, house, now, TOLD)
        await asyncio.sleep(0)


async def _ask_for_contacts(database: Database, house: House, now: datetime) -> None:
    """Put out the tasks to make contact that nobody was told of yet."""
    async with database.transaction(long=True) as db:
        await tell_some(db, house, now, CONTACTS)
