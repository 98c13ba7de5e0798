"""A database whose commits can fail."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.database import Database, Transaction


class CommitFailedError(Exception):
    """As of a locked database or a full disk."""


class Failing(Database):
    """Its next so many commits fail, with all that was done before them."""

    failures = 0

    @asynccontextmanager
    async def transaction(self, *, long: bool = False) -> AsyncIterator[Transaction]:
        async with super().transaction(long=long) as db:
            yield db
            if self.failures:
                self.failures -= 1
                raise CommitFailedError
