"""What is erased with a complaint or a case: events and deadlines, so that no later one inherits them."""

from collections.abc import Sequence

from storage import deadlines, events
from storage.database import Transaction


async def forget_clocks(db: Transaction, subjects: Sequence[str]) -> None:
    await events.forget(db, subjects)
    await deadlines.forget(db, subjects)
