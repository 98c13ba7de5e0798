"""Many citizens at once, and what came of their letters."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from sqlalchemy.exc import SQLAlchemyError
from tqdm import tqdm
from yarl import URL

from bot.replay.citizen import GaveUpError, hand_in
from bot.replay.ledger import Ledger
from bot.replay.letter import Letter
from storage import complaints
from storage.database import Database

HEADERS = {"Accept-Language": "zh-CN"}


@dataclass(slots=True)
class Outcome:
    """errors: reason by letter. desks: letters by area or `triage`; `unknown` where the database
    does not know the receipt."""

    letters: int
    receipts: int = 0
    distinct: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    desks: Counter[str] = field(default_factory=Counter)

    @property
    def lost(self) -> int:
        """Letters without a receipt of their own, for which no error was told."""
        return self.letters - self.distinct - len(self.errors)

    @property
    def is_whole(self) -> bool:
        return self.letters == self.distinct


async def play(letters: Sequence[Letter], url: URL, ledger: Ledger, at_once: int) -> Outcome:
    """Hand in every letter that has no receipt yet, `at_once` citizens at the same time."""
    outcome = Outcome(len(letters))
    waiting = [letter for letter in letters if letter.id not in ledger.receipts]
    turns = asyncio.Semaphore(at_once)
    done = len(letters) - len(waiting)
    # On a terminal only: a log has no use for a bar.
    with tqdm(total=len(letters), initial=done, unit=" letters", disable=None) as bar:
        async with ClientSession(
            headers=HEADERS,
            cookie_jar=DummyCookieJar(),
            connector=TCPConnector(limit=0),
            timeout=ClientTimeout(total=None, sock_connect=10, sock_read=60),
        ) as session:

            async def one(letter: Letter) -> None:
                async with turns:
                    try:
                        await hand_in(session, url, letter, ledger)
                    except GaveUpError as error:
                        outcome.errors[letter.id] = str(error)
                    bar.update()

            async with asyncio.TaskGroup() as group:
                for letter in waiting:
                    group.create_task(one(letter))
    receipts = [ledger.receipts[one.id] for one in letters if one.id in ledger.receipts]
    outcome.receipts, outcome.distinct = len(receipts), len(set(receipts))
    return outcome


async def look_up(outcome: Outcome, receipts: Sequence[str], database: Database) -> None:
    """Count by desk, in the database of this installation, if it can be reached."""
    known: Counter[str] = Counter()
    try:
        async with database.reading() as db:
            for area, to_triage in await complaints.places(db, sorted(set(receipts))):
                known["triage" if to_triage else area] += 1
    except (OSError, SQLAlchemyError):
        known.clear()
    outcome.desks = known
    unknown = len(set(receipts)) - known.total()
    if unknown:
        outcome.desks["unknown"] = unknown
