"""Processes on one PostgreSQL share a channel's limit, and a flood answer silences all of them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.pace import Pace
from scheduler.sharing import Sharing
from storage.database import Database
from storage.speakers import ALIVE
from tests.conftest import database_on_postgres
from tests.scheduler.test_pace import LIMIT


class Town:
    """Processes on one database, and their clock."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.time = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)

    def process(self) -> tuple[Pace, Sharing]:
        pace = Pace(LIMIT)
        return pace, Sharing(self.database, {"telegram": pace}, lambda: self.time)


@pytest.fixture
async def town(postgres: str) -> AsyncIterator[Town]:
    town = Town(await database_on_postgres(postgres))
    yield town
    await town.database.close()


async def test_one_alone_has_the_whole_limit_at_once(town: Town) -> None:
    pace, sharing = town.process()
    await sharing.join()
    assert pace.per_second == LIMIT
    assert pace.pause_left() <= 0


async def test_a_second_process_halves_it_and_waits_until_the_first_knows(town: Town) -> None:
    first, first_sharing = town.process()
    await first_sharing.join()
    second, second_sharing = town.process()
    await second_sharing.join()
    assert second.pause_left() > 1
    await first_sharing.announce()
    assert (first.per_second, second.per_second) == (LIMIT // 2, LIMIT // 2)


async def test_who_leaves_or_dies_gives_its_share_back(town: Town) -> None:
    first, first_sharing = town.process()
    _, second_sharing = town.process()
    _, third_sharing = town.process()
    for sharing in (first_sharing, second_sharing, third_sharing, first_sharing):
        await sharing.join()
    assert first.per_second == LIMIT // 3
    await third_sharing.leave()
    await first_sharing.announce()
    assert first.per_second == LIMIT // 2
    town.time += ALIVE + timedelta(seconds=1)  # and nothing is heard of the second
    await first_sharing.announce()
    assert first.per_second == LIMIT


async def test_a_flood_answer_to_one_silences_the_other(town: Town) -> None:
    first, first_sharing = town.process()
    second, second_sharing = town.process()
    await first_sharing.join()
    await second_sharing.join()
    first.pause(30)
    await first_sharing.announce()
    await second_sharing.announce()
    assert second.paused
    assert second.pause_left() == pytest.approx(30, abs=1)


async def test_a_smaller_share_is_kept_to_as_soon_as_places_come_back() -> None:
    pace = Pace(2)
    async with pace.turn(1) as one, pace.turn(2) as other:
        await one.moment()
        await other.moment()
        pace.share(1)
    async with pace.turn(3) as place:
        await place.moment()
    assert len(pace._free) == 1
