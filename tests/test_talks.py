"""Every talk in tests/talks goes as it is written, on both databases."""

from pathlib import Path

import pytest

from handlers.house import House
from storage.database import Database
from tests.conftest import NOW
from tests.talk.stage import Stage
from tests.talk.transcript import check

TALKS = sorted((Path(__file__).parent / "talks").glob("*.talk"))


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.stem)
async def test_the_talk_goes_as_written(path: Path, database: Database, house: House) -> None:
    stage = Stage(database, house, NOW)
    await check(path, stage, stage.deliver)
