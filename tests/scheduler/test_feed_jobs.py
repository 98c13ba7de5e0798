"""The drop folder: whole files are taken in once, put away with a report; kills and rivals do no harm."""

import asyncio
import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from handlers.feed import import_file
from handlers.house import House
from scheduler import drop_folder, feed_jobs
from scheduler.drop_folder import DropFolder
from scheduler.feed_jobs import forget_files, take_in_files
from storage.database import Database
from storage.schema.case import Case
from tests.conftest import NOW
from tests.handlers.feed_files import row, write_csv


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file's own times can't be set back by a test, so the wait for them is left out."""
    monkeypatch.setattr(drop_folder, "QUIET_FOR", 0.0)


@pytest.fixture
def bureau(house: House, tmp_path: Path) -> House:
    (tmp_path / "feed").mkdir()
    return replace(house, feed_folder=tmp_path / "feed")


async def _count(database: Database) -> int:
    async with database.reading() as db:
        return await db.scalar(select(func.count()).select_from(Case)) or 0


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}


async def test_a_file_is_taken_in_and_put_away_with_a_report(
    database: Database, bureau: House
) -> None:
    feed = bureau.feed_folder
    write_csv(feed / "a.csv", [row(1), row(2), row(3, stage="?")])
    await take_in_files(database, bureau, NOW)
    assert await _count(database) == 2
    assert _names(feed / "done") == {"a.csv.report.json", "a.csv.rejected.csv"}
    report = json.loads((feed / "done" / "a.csv.report.json").read_text(encoding="utf-8"))
    assert (report["new"], report["rejected"], report["refused"]) == (2, 1, None)
    assert _names(feed) == _names(feed / "working") == set()


async def test_a_file_that_is_no_case_file_is_refused_with_the_reason(
    sqlite: Database, bureau: House
) -> None:
    feed = bureau.feed_folder
    (feed / "a.csv").write_bytes(b"<html>")
    (feed / "b.exe").write_bytes(b"MZ")
    await take_in_files(sqlite, bureau, NOW)
    assert {"a.csv", "b.exe"} < _names(feed / "refused")
    report = json.loads((feed / "refused" / "a.csv.report.json").read_text(encoding="utf-8"))
    assert "网页" in report["refused"]


async def test_files_of_one_name_do_not_overwrite_each_other(
    sqlite: Database, bureau: House
) -> None:
    for day in (1, 2, 3):
        write_csv(bureau.feed_folder / "today.csv", [row(day)])
        await take_in_files(sqlite, bureau, NOW)
    done = _names(bureau.feed_folder / "done")
    assert done == {f"today{n}.csv.report.json" for n in ("", "-2", "-3")}
    assert await _count(sqlite) == 3


async def test_what_still_grows_or_is_hidden_waits(
    sqlite: Database, bureau: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = bureau.feed_folder
    write_csv(feed / ".a.csv", [row(1)])
    write_csv(feed / "a.csv.part", [row(1)])
    (feed / "link.csv").symlink_to(feed / ".a.csv")
    await take_in_files(sqlite, bureau, NOW)
    monkeypatch.setattr(drop_folder, "QUIET_FOR", 5.0)
    write_csv(feed / "b.csv", [row(1)])
    os.utime(feed / "b.csv", (1, 1))
    await take_in_files(sqlite, bureau, NOW)
    assert _names(feed) == {".a.csv", "a.csv.part", "link.csv", "b.csv"}
    assert await _count(sqlite) == 0


async def test_what_a_dead_process_left_is_taken_up(database: Database, bureau: House) -> None:
    feed = bureau.feed_folder
    (feed / "working").mkdir()
    write_csv(feed / "working" / "a.csv", [row(1)])
    (feed / "working" / "a.csv.rejected.csv.part").write_text("half")
    await take_in_files(database, bureau, NOW)
    assert await _count(database) == 1
    assert "a.csv.report.json" in _names(feed / "done")


async def test_what_another_process_is_at_work_on_is_left_alone(
    sqlite: Database, bureau: House
) -> None:
    feed = bureau.feed_folder
    write_csv(feed / "a.csv", [row(1)])
    claimed = DropFolder(feed).claim()
    assert claimed is not None
    await take_in_files(sqlite, bureau, NOW)
    assert await _count(sqlite) == 0
    claimed.release()
    await take_in_files(sqlite, bureau, NOW)
    assert await _count(sqlite) == 1


async def test_two_processes_share_the_files(database: Database, bureau: House) -> None:
    feed = bureau.feed_folder
    for number in range(12):
        write_csv(feed / f"{number}.csv", [row(number)])
    await asyncio.gather(*(take_in_files(database, bureau, NOW) for _ in range(3)))
    assert await _count(database) == 12
    assert len([name for name in _names(feed / "done") if name.endswith(".report.json")]) == 12
    assert _names(feed) == _names(feed / "working") == set()


def test_a_rival_that_comes_while_a_file_changes_its_name_gets_nothing(
    bureau: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it found the file under both names, and gave it a third: the file was reported twice."""
    write_csv(bureau.feed_folder / "a.csv", [row(1)])
    link = Path.hardlink_to
    rival: list[object] = []

    def link_and_look(place: Path, target: Path) -> None:
        link(place, target)
        rival.append(DropFolder(bureau.feed_folder).claim())

    monkeypatch.setattr(Path, "hardlink_to", link_and_look)
    claimed = DropFolder(bureau.feed_folder).claim()
    assert claimed is not None
    assert rival == [None]
    assert _names(bureau.feed_folder / "working") == {"a.csv"}
    claimed.release()


async def test_a_file_that_fails_does_not_hold_up_the_others(
    sqlite: Database, bureau: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = bureau.feed_folder
    write_csv(feed / "a.csv", [row(1)])
    write_csv(feed / "b.csv", [row(2)])
    real = import_file

    async def fails_once(database: Database, house: House, path: Path, *rest: object) -> object:
        if path.name == "a.csv":
            raise OSError(28, "No space left on device")
        return await real(database, house, path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(feed_jobs, "import_file", fails_once)
    await take_in_files(sqlite, bureau, NOW)
    assert _names(feed / "working") == {"a.csv"}
    assert "b.csv.report.json" in _names(feed / "done")
    monkeypatch.setattr(feed_jobs, "import_file", real)
    await take_in_files(sqlite, bureau, NOW)
    assert await _count(sqlite) == 2


async def test_old_files_with_their_query_codes_are_erased(
    sqlite: Database, bureau: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_csv(bureau.feed_folder / "a.csv", [row(1)])
    (bureau.feed_folder / "b.csv").write_bytes(b"<html>")
    await take_in_files(sqlite, bureau, NOW)
    await forget_files(sqlite, bureau, NOW)
    assert "a.csv.report.json" in _names(bureau.feed_folder / "done")
    assert "b.csv" in _names(bureau.feed_folder / "refused")
    week = time.time() + 8 * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: week)
    await forget_files(sqlite, bureau, NOW)
    assert _names(bureau.feed_folder / "done") == set()
    assert _names(bureau.feed_folder / "refused") == set()


async def test_nothing_that_is_put_away_holds_a_query_code(sqlite: Database, bureau: House) -> None:
    """They lay there for a week, in a file that the database is so careful not to be."""
    codes = ("481111", "482222", "483333", "484444")
    one, two, three, four = codes
    rows = [row(1, query_code=one), row(2, query_code=two, stage="?")]
    write_csv(bureau.feed_folder / "a.csv", rows)
    with (bureau.feed_folder / "a.csv").open("a", encoding="utf-8") as file:
        file.write(
            f"A330000202600009,{three},刑事,盗窃,小,x,0000-1234567,立案,2026-02-20,否,多,余\n"
        )
    said = f'{{"query_code": "{four}", "number": "A330000202600008"\n'
    (bureau.feed_folder / "b.jsonl").write_text(said, encoding="utf-8")
    await take_in_files(sqlite, bureau, NOW)
    left = [path for path in bureau.feed_folder.rglob("*") if path.is_file()]
    assert {path.name for path in left} >= {"a.csv.rejected.csv", "b.jsonl.rejected.jsonl"}
    for path in left:
        text = path.read_text(encoding="utf-8")
        assert not [code for code in codes if code in text], path
