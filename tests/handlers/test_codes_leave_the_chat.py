"""Codes that somebody typed do not stay in their chat: whoever opens it later would have them."""

from pathlib import Path

from aiogram.methods import DeleteMessages

from domain.role import Role
from handlers.house import House
from storage.database import Database
from tests.conftest import NOW
from tests.desks import sign_in
from tests.followed import Followed
from tests.handlers.feed_files import row
from tests.talk.stage import Stage


def _left(stage: Stage, start: str) -> list[str]:
    """What people wrote that begins so, and stands in a chat still."""
    removed = {n for m in stage.heard.said if isinstance(m, DeleteMessages) for n in m.message_ids}
    written = {n: m.text or "" for n, m in stage.heard.written.items() if n not in removed}
    return [text for text in written.values() if text.startswith(start)]


async def test_a_query_code_does_not_stay_right_or_wrong(
    database: Database, house: House, tmp_path: Path
) -> None:
    stage = Stage(database, house, NOW)
    followed = Followed(stage, tmp_path)
    await followed.begins()
    number = row(1)["number"]
    await followed.citizen.says(f"{number} 000000")
    await followed.citizen.says(f"/case {number} {row(1)['query_code']}")
    assert _left(stage, number) == _left(stage, "/case") == []


async def test_a_sign_in_code_does_not_stay_right_or_wrong(
    database: Database, house: House
) -> None:
    stage = Stage(database, house, NOW)
    await sign_in(stage, Role.SUPERVISOR)
    await stage.person(5).says("/staff ABCD-2345")
    assert _left(stage, "/staff") == []
