"""A word that was added to the list of sensitive matters reaches the cases that are kept already."""

import asyncio
from datetime import datetime
from hashlib import sha256

import structlog

from handlers.house import House
from storage import cases, installation, notices, sensitive_cases
from storage.database import Database

CASES = 2000
"""Cases in one commit."""

log = structlog.get_logger()


async def mark_listed_cases(database: Database, house: House, now: datetime) -> None:
    """Mark every case whose category the list holds, once for each list. One killed begins again.

    Nothing unmarks by itself: a word that was taken out leaves its cases to the people who know them.
    """
    words = house.feed_words
    listed = "\n".join((*sorted(words.sensitive), "", *sorted(words.harmless)))
    fingerprint = sha256(listed.encode()).hexdigest()
    async with database.reading() as db:
        if await installation.sensitive_list(db) == fingerprint:
            return
    after, marked, more = 0, 0, True
    while more:
        async with database.transaction(long=True) as db:
            # An import that runs meanwhile would write back what it has read.
            await cases.one_import_at_a_time(db)
            found = await sensitive_cases.open_ones(db, after, CASES)
            meant = [n for n, category in found if words.is_sensitive(category)]
            if meant:
                await sensitive_cases.mark(db, meant, now)
                await notices.withhold_all(db, meant, notices.TURNED_SENSITIVE, now)
        marked, more = marked + len(meant), len(found) == CASES
        after = found[-1][0] if found else after
        await asyncio.sleep(0)
    async with database.transaction() as db:
        await installation.adopt_sensitive_list(db, fingerprint)
    if marked:
        log.info("cases were marked as sensitive by the list", marked=marked)
