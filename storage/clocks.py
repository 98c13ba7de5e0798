"""What is erased with a complaint: its events and its deadlines, so that no later one inherits them."""

from collections.abc import Sequence

from storage import deadlines, events
from storage.database import Transaction


async def forget_clocks(db: Transaction, complaint_ids: Sequence[int]) -> None:
    subjects = [f"complaint:{number}" for number in complaint_ids]
    await events.forget(db, subjects)
    await deadlines.forget(db, subjects)
