"""Tasks that were asked to end: waited for, and not for ever."""

import asyncio

PATIENCE = 5.0
"""Seconds in which a task ends that has only a question to the database to finish."""
LAST_PATIENCE = 1.0


async def see_out(task: asyncio.Task[None]) -> None:
    """Wait until a task that was asked to end does; cut it when it does not.

    Not cut at once: a question to SQLite that is cut may leave its connection waiting for a thread
    that is gone, and whoever waits for that waits for ever. Who does not end even so is left behind.
    """
    try:
        await asyncio.wait({task}, timeout=PATIENCE)
    finally:
        task.cancel()
    await asyncio.wait({task}, timeout=LAST_PATIENCE)
