"""Work in portions, each in a commit of its own."""

from collections.abc import Awaitable, Callable

from storage.database import Database, Transaction


async def until_none(database: Database, *steps: Callable[[Transaction], Awaitable[int]]) -> None:
    """Repeat each step until it says that it did nothing. Others may write between two commits."""
    for step in steps:
        done = 1
        while done:
            async with database.transaction(long=True) as db:
                done = await step(db)
