"""Letters played through the real door: every one gets its own receipt, whatever is killed."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from yarl import URL

from bot.app import App
from bot.replay import citizen
from bot.replay.ledger import Ledger
from bot.replay.letter import Letter
from bot.replay.move import next_move
from bot.replay.play import look_up, play
from bot.settings import Settings
from storage.database import Database
from storage.schema.complaint import Complaint, ComplaintEntry

LETTERS = [
    Letter(
        f"演示{number}",
        "小区路灯坏了",
        f"第{number}封:三号楼前的路灯坏了很久。" + "很暗。" * number * 200,
    )
    for number in range(12)
]


@pytest.fixture
async def app(home: Path) -> AsyncIterator[App]:
    app = App(Settings(home=home, http_port=0, demo=True))
    await app.start()
    yield app
    await app.stop()


async def _received(database: Database) -> int:
    async with database.reading() as db:
        return await db.scalar(select(func.count()).select_from(Complaint)) or 0


async def test_every_letter_gets_a_receipt_and_a_desk(app: App, tmp_path: Path) -> None:
    with Ledger(tmp_path / "state") as ledger:
        outcome = await play(LETTERS, URL(app.web.address), ledger, 5)
        await look_up(outcome, list(ledger.receipts.values()), app.database)
    assert outcome.errors == {}
    assert outcome.is_whole
    assert outcome.lost == 0
    assert outcome.desks.total() == len(LETTERS)
    assert "unknown" not in outcome.desks
    assert await _received(app.database) == len(LETTERS)


async def test_the_whole_letter_arrives(app: App, tmp_path: Path) -> None:
    longest = LETTERS[-1]
    assert len(longest.messages) > 1
    with Ledger(tmp_path / "state") as ledger:
        await play([longest], URL(app.web.address), ledger, 1)
    async with app.database.reading() as db:
        texts = await db.scalars(select(ComplaintEntry.text).order_by(ComplaintEntry.id))
        assert list(texts) == longest.messages


async def test_a_killed_replay_goes_on_and_the_total_is_exact(app: App, tmp_path: Path) -> None:
    url = URL(app.web.address)
    with Ledger(tmp_path / "state") as ledger:
        playing = asyncio.create_task(play(LETTERS, url, ledger, 4))
        while len(ledger.receipts) < 3:  # noqa: ASYNC110 (a ledger has no event)
            await asyncio.sleep(0.02)
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)
        assert len(ledger.receipts) < len(LETTERS)
    with Ledger(tmp_path / "state") as again:
        outcome = await play(LETTERS, url, again, 4)
    assert outcome.is_whole
    assert await _received(app.database) == len(LETTERS)


async def test_a_receipt_that_was_not_written_down_is_found_again(app: App, tmp_path: Path) -> None:
    url = URL(app.web.address)
    with Ledger(tmp_path / "state") as ledger:
        await play(LETTERS[:2], url, ledger, 2)
        receipts = dict(ledger.receipts)
    with Ledger(tmp_path / "other") as forgetful:
        for letter, cookie in ledger.cookies.items():
            forgetful.begin(letter, cookie)
        await play(LETTERS[:2], url, forgetful, 2)
        assert forgetful.receipts == receipts
    assert await _received(app.database) == 2


async def test_a_server_that_is_away_is_an_error_and_the_letter_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(citizen, "PATIENCE", 0.3)
    with Ledger(tmp_path / "state") as ledger:
        outcome = await play(LETTERS[:1], URL("http://127.0.0.1:9/"), ledger, 1)
    assert list(outcome.errors) == [LETTERS[0].id]
    assert not outcome.is_whole
    assert outcome.lost == 0


def test_an_unheard_part_is_handed_over_again_before_the_finish_is_pressed() -> None:
    shown = {6: {"buttons": [[["写好了", "complaint:finish"], ["取消", "complaint:cancel"]]]}}
    again = next_move(shown, ["一", "二"], {"part0"}, anonymous=False)
    assert again is not None
    assert again.frame["text"] == "二"
    finish = next_move(shown, ["一", "二"], {"part0", "part1"}, anonymous=False)
    assert finish is not None
    assert finish.frame["data"] == "complaint:finish"
