"""The signed door of the feed: what is right is taken in once, everything else learns nothing."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import func, select

from handlers.house import House
from handlers.web import feed
from handlers.web.feed import FeedDoor
from storage.database import Database
from storage.schema.case import Case, WrongTries
from storage.schema.feed import FeedCall
from tests.conftest import NOW
from tests.handlers.feed_files import as_jsonl, row

SECRET = b"a secret of the tests, nowhere else"
LARGEST = 200_000


class Caller:
    """The exchange platform, as it calls an open door."""

    def __init__(self, database: Database, house: House, folder: Path) -> None:
        self.database, self.folder, self.time = database, folder, NOW
        self.address = "192.0.2.1"
        self.door = FeedDoor(
            database,
            replace(house, feed_folder=folder),
            SECRET,
            LARGEST,
            lambda request: self.address,
            lambda: self.time,
        )
        app = web.Application()
        self.door.add_to(app)
        self.client = TestClient(TestServer(app))

    async def calls(self, body: bytes, **changes: str) -> ClientResponse:
        """Sign and send; changes: other headers than the right ones."""
        timestamp = changes.get("timestamp", str(int(self.time.timestamp())))
        right = hmac.new(SECRET, timestamp.encode() + b"." + body, "sha256").hexdigest()
        headers = {
            "X-Minyi-Timestamp": timestamp,
            "X-Minyi-Signature": changes.get("signature", right),
        }
        return await self.client.post("/feed/cases", data=body, headers=headers)

    async def cases(self) -> int:
        async with self.database.reading() as db:
            return await db.scalar(select(func.count()).select_from(Case)) or 0


@pytest.fixture
async def caller(database: Database, house: House, tmp_path: Path) -> AsyncIterator[Caller]:
    caller = Caller(database, house, tmp_path / "feed")
    await caller.client.start_server()
    yield caller
    await caller.client.close()
    assert list(tmp_path.rglob("feed/calls/*")) == [], "a body was left on disk"


ROWS = as_jsonl([row(1), row(2)]).encode()


async def _lines(answer: ClientResponse) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (await answer.text()).splitlines()]


async def test_rows_are_taken_in_and_counted(caller: Caller) -> None:
    answer = await caller.calls(ROWS)
    assert answer.status == 202
    assert await _lines(answer) == [{"new": 2, "changed": 0, "unchanged": 0, "rejected": 0}]
    assert await caller.cases() == 2


async def test_rows_that_cannot_be_come_back_with_their_reasons(caller: Caller) -> None:
    answer = await caller.calls(as_jsonl([row(1), row(2, stage="不知道")]).encode())
    counts, rejected = await _lines(answer)
    assert (answer.status, counts["new"], counts["rejected"]) == (202, 1, 1)
    assert rejected["line"] == 2
    assert rejected["number"] == row(2)["number"]
    assert "不知道" in rejected["reason"]


async def test_the_same_call_is_taken_once(caller: Caller) -> None:
    assert (await caller.calls(ROWS)).status == 202
    assert (await caller.calls(ROWS)).status == 409
    caller.time += timedelta(seconds=1)
    answer = await caller.calls(ROWS)
    assert (await _lines(answer))[0]["unchanged"] == 2


async def test_a_used_signature_is_kept_as_long_as_it_could_be_fresh(caller: Caller) -> None:
    ahead = str(int((NOW + timedelta(minutes=5)).timestamp()))
    assert (await caller.calls(ROWS, timestamp=ahead)).status == 202
    caller.time += timedelta(minutes=10)
    assert (await caller.calls(ROWS, timestamp=ahead)).status == 409
    caller.time += timedelta(seconds=1)
    await caller.calls(as_jsonl([row(3)]).encode())
    async with caller.database.reading() as db:
        assert await db.scalar(select(func.count()).select_from(FeedCall)) == 1


@pytest.mark.parametrize("minutes", [-6, 6])
async def test_a_call_out_of_its_time_is_refused(caller: Caller, minutes: int) -> None:
    timestamp = str(int((NOW + timedelta(minutes=minutes)).timestamp()))
    answer = await caller.calls(ROWS, timestamp=timestamp)
    assert (answer.status, await answer.json()) == (401, {"refused": "timestamp"})


@pytest.mark.parametrize("signature", ["", "0" * 64, "ABC", "é" * 64])
async def test_a_wrong_signature_takes_nothing_in(caller: Caller, signature: str) -> None:
    answer = await caller.calls(ROWS, signature=signature)
    assert (answer.status, await answer.json()) == (401, {"refused": "signature"})
    assert await caller.cases() == 0


async def test_a_changed_body_is_not_the_one_that_was_signed(caller: Caller) -> None:
    timestamp = str(int(NOW.timestamp()))
    signed = hmac.new(SECRET, timestamp.encode() + b"." + ROWS, "sha256").hexdigest()
    answer = await caller.calls(ROWS.replace(b"48", b"49"), signature=signed)
    assert answer.status == 401
    assert await caller.cases() == 0


async def test_who_tries_wrong_signatures_is_shut_out_for_a_while(caller: Caller) -> None:
    for _ in range(feed.WRONG_TRIES):
        await caller.calls(ROWS, signature="0" * 64)
    answer = await caller.calls(ROWS)
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) > 0
    caller.time += feed.LOCK_FOR + timedelta(seconds=1)
    assert (await caller.calls(ROWS)).status == 202


async def test_too_large_a_body_is_refused_with_and_without_a_length(caller: Caller) -> None:
    large = b"x" * (LARGEST + 1)
    assert (await caller.calls(large)).status == 413

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(4):
            yield b"x" * (LARGEST // 3)

    headers = {"X-Minyi-Timestamp": str(int(NOW.timestamp())), "X-Minyi-Signature": "0" * 64}
    answer = await caller.client.post("/feed/cases", data=pieces(), headers=headers)
    assert answer.status == 413


async def test_what_is_not_jsonl_is_refused_as_a_whole(caller: Caller) -> None:
    for body in (b"", b"<html></html>", b"number,stage\n1,2\n"):
        answer = await caller.calls(body)
        assert answer.status == 400
        assert (await _lines(answer))[0]["refused"]
    assert await caller.cases() == 0


async def test_more_calls_than_it_takes_at_once_are_sent_away(caller: Caller) -> None:
    bodies = [as_jsonl([row(number)]).encode() for number in range(1, 6)]
    answers = await asyncio.gather(*(caller.calls(body) for body in bodies))
    statuses = [answer.status for answer in answers]
    assert set(statuses) <= {202, 429}
    assert await caller.cases() == statuses.count(202) >= 1


async def test_compressed_bodies_are_not_unpacked(caller: Caller) -> None:
    headers = {
        "X-Minyi-Timestamp": str(int(NOW.timestamp())),
        "X-Minyi-Signature": "0" * 64,
        "Content-Encoding": "gzip",
    }
    answer = await caller.client.post("/feed/cases", data=b"x", headers=headers)
    assert (answer.status, await answer.json()) == (400, {"refused": "compressed"})


class Stalled:
    """A call that sends a little and then waits, until it is let go."""

    def __init__(self, caller: Caller, address: str) -> None:
        self.gate = asyncio.Event()
        caller.address = address
        headers = {"X-Minyi-Timestamp": str(int(NOW.timestamp())), "X-Minyi-Signature": "0" * 64}
        self.call = asyncio.create_task(
            caller.client.post("/feed/cases", data=self._body(), headers=headers)
        )

    async def _body(self) -> AsyncIterator[bytes]:
        yield b"x"
        await self.gate.wait()
        yield b"x"

    async def ends(self) -> int:
        self.gate.set()
        return (await self.call).status


async def test_who_proved_themselves_lately_finds_a_place_whoever_holds_the_others(
    caller: Caller,
) -> None:
    assert (await caller.calls(ROWS)).status == 202
    stalled = []
    for number in range(4):
        stalled.append(Stalled(caller, f"192.0.2.{10 + number}"))
        await asyncio.sleep(0.2)
    caller.address = "192.0.2.99"
    assert (await caller.calls(as_jsonl([row(3)]).encode())).status == 429
    caller.address = "192.0.2.1"
    assert (await caller.calls(as_jsonl([row(4)]).encode())).status == 202
    assert sorted([await one.ends() for one in stalled]) == [401, 401, 429, 429]


async def test_one_address_that_proved_nothing_holds_one_place(caller: Caller) -> None:
    first = Stalled(caller, "192.0.2.10")
    await asyncio.sleep(0.2)
    assert (await caller.calls(ROWS)).status == 429
    caller.address = "192.0.2.11"
    assert (await caller.calls(ROWS)).status == 202
    await first.ends()


async def test_calls_that_are_never_whole_shut_their_address_out(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "READ_WITHIN", 0.05)
    monkeypatch.setattr(feed, "WRONG_TRIES", 2)
    for _ in range(2):
        stalled = Stalled(caller, "192.0.2.10")
        await asyncio.sleep(0.3)
        assert await stalled.ends() == 408
    assert (await caller.calls(ROWS)).status == 429
    async with caller.database.reading() as db:
        subjects = list(await db.scalars(select(WrongTries.subject)))
    assert subjects
    assert not any("192.0.2" in subject for subject in subjects)
