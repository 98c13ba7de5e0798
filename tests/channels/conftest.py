"""The web chat's door, open for a test."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.channels.visitor import Door


@pytest.fixture
async def door(sqlite: Database) -> AsyncIterator[Door]:
    door = Door(sqlite)
    await door.server.start_server()
    yield door
    await door.server.close()
