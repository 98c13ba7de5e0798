"""What the feed calls a unit never reaches a citizen as it came."""

from pathlib import Path

import pytest

from handlers.house import House
from storage.database import Database
from tests.conftest import NOW
from tests.followed import Followed
from tests.handlers.feed_files import row
from tests.talk.stage import Stage

FREE_TEXT = "张三偷了李四的车"


@pytest.fixture
def stage(database: Database, house: House) -> Stage:
    return Stage(database, house, NOW)


async def _follow(stage: Stage, tmp_path: Path, unit: str, language: str) -> Followed:
    followed = Followed(stage, tmp_path)
    followed.citizen = stage.person(501, language)
    await followed.takes([row(1, stage="侦办中", stage_at="2026-02-25", unit=unit)])
    await followed.citizen.agrees()
    await followed.citizen.says(f"{row(1)['number']} {row(1)['query_code']}")
    return followed


async def _hear_everything(followed: Followed, unit: str) -> str:
    """A stage, a revisit's question, asking for a call."""
    stage = followed.stage
    for _ in range(14):
        await followed.wakes(days=7)
    stage.wait(days=1)
    at = f"{stage.time:%Y-%m-%dT%H:%M:%S%z}"
    await followed.takes([row(1, stage="移送", stage_at=at, unit=unit)])
    await stage.deliver()
    return "\n".join(followed.citizen.texts())


async def test_a_unit_that_is_not_listed_is_any_unit_to_citizens(
    stage: Stage, tmp_path: Path
) -> None:
    followed = await _follow(stage, tmp_path, FREE_TEXT, "zh")
    heard = await _hear_everything(followed, FREE_TEXT)
    assert "张三" not in heard
    assert "由办案单位办理" in heard
    assert "有没有民警联系过您" in heard
    assert "转到" in heard or "移送" in heard


async def test_a_listed_unit_is_called_in_the_language_of_the_citizen(
    stage: Stage, tmp_path: Path
) -> None:
    followed = await _follow(stage, tmp_path, "城关所", "en")
    heard = await _hear_everything(followed, "城关所")
    assert "Handled by Chengguan police station" in heard
    assert "has an officer been in touch" in heard
    assert "城关" not in heard
