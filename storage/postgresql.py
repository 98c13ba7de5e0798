"""PostgreSQL's connections: asked whether they still stand when they have rested, not at every use.

To ask takes three ways to the server and back. A server that goes away while we are busy is met by
the statement itself; its error passes (storage.database.is_passing), and whoever was at it begins anew.
"""

import time
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine

RESTED = 5.0
"""Seconds without use after which a connection is asked."""
SINCE = "since"


def watch(engine: AsyncEngine) -> None:
    """Have the connections of an engine asked before they are used after a rest."""
    event.listen(engine.sync_engine, "checkin", _note_the_time)
    event.listen(engine.sync_engine, "checkout", _ask_if_rested)


def _note_the_time(_connection: Any, record: Any) -> None:
    record.info[SINCE] = time.monotonic()


def _ask_if_rested(connection: Any, record: Any, _proxy: Any) -> None:
    since = record.info.get(SINCE)
    if since is None or time.monotonic() - since < RESTED:
        return
    try:
        connection.ping()
    except Exception as error:
        raise InvalidatePoolError from error
