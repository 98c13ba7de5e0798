"""Importing case files: good rows in, bad rows handed back, nothing twice, followers told once."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from domain.query_code import matches
from domain.refusal import RefusalError
from handlers.feed import Summary, import_file
from handlers.house import House
from storage.database import Database
from storage.schema.case import Case, CaseEvent
from tests.conftest import NOW
from tests.handlers.feed_files import Row, row, write_csv


async def take(
    database: Database, house: House, path: Path, rows: Sequence[Row] | None = None
) -> Summary:
    if rows is not None:
        write_csv(path, rows)
    return await import_file(database, house, path, lambda: NOW)


async def kept(database: Database) -> list[Case]:
    async with database.reading() as db:
        return list(await db.scalars(select(Case).order_by(Case.number)))


async def events(database: Database) -> list[tuple[int, str]]:
    async with database.reading() as db:
        found = await db.execute(
            select(CaseEvent.case_id, CaseEvent.stage).order_by(CaseEvent.case_id, CaseEvent.at)
        )
        return [(case_id, stage) for case_id, stage in found]


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.added, summary.changed, summary.unchanged, summary.rejected


async def test_new_cases_are_kept_with_their_codes_hashed(
    database: Database, house: House, tmp_path: Path
) -> None:
    summary = await take(database, house, tmp_path / "a.csv", [row(1), row(2)])
    assert counts(summary) == (2, 0, 0, 0)
    first, second = await kept(database)
    assert (first.kind, first.stage, first.unit) == ("criminal", "filed", "虚构派出所")
    assert first.stage_at == datetime(2026, 2, 20, 1, 30, tzinfo=UTC)
    assert "480001" not in first.code_hash + first.code_salt
    assert first.code_salt != second.code_salt
    assert len(await events(database)) == 2


async def test_the_same_file_twice_changes_nothing(
    database: Database, house: House, tmp_path: Path
) -> None:
    rows = [row(1), row(2, stage="已受理"), row(2, stage="侦办中", stage_at="2026-02-25")]
    await take(database, house, tmp_path / "a.csv", rows)
    before = [(c.id, c.code_hash, c.updated_at) for c in await kept(database)]
    again = await import_file(database, house, tmp_path / "a.csv", lambda: NOW + timedelta(days=1))
    assert counts(again) == (0, 0, 3, 0)
    assert [(c.id, c.code_hash, c.updated_at) for c in await kept(database)] == before
    assert [stage for _, stage in await events(database)] == ["filed", "received", "investigating"]


async def test_rows_of_a_case_in_any_order_make_its_history(
    database: Database, house: House, tmp_path: Path
) -> None:
    rows = [
        row(1, stage="已破案", stage_at="2026-02-24"),
        row(1, stage="已受理", stage_at="2026-02-20"),
        row(1, stage="立案", stage_at="2026-02-22"),
    ]
    assert counts(await take(database, house, tmp_path / "a.csv", rows)) == (3, 0, 0, 0)
    assert [stage for _, stage in await events(database)] == ["received", "filed", "solved"]
    assert (await kept(database))[0].stage == "solved"


async def test_impossible_and_older_rows_are_handed_back(
    database: Database, house: House, tmp_path: Path
) -> None:
    await take(database, house, tmp_path / "a.csv", [row(1, stage="结案"), row(2), row(3)])
    rows = [
        row(1, stage="侦办中", stage_at="2026-02-25"),
        row(2, stage="已受理", stage_at="2026-01-01"),
        row(3, kind="行政", stage_at="2026-02-25"),
        row(4, query_code=""),
        row(5, stage="飞走了"),
        row(6),
    ]
    summary = await take(database, house, tmp_path / "b.csv", rows)
    assert counts(summary) == (1, 0, 0, 5)
    assert summary.rejects == tmp_path / "b.csv.rejected.csv"
    lines = (summary.rejects).read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["line", "2", "3", "4", "5", "6"]
    assert "刑事案件不能从“结案”到“侦办中”" in lines[1]
    assert "older than what is known: filed since" in lines[2]
    assert "新案件缺少 查询码 / a new case needs query code" in lines[4]
    assert [case.stage for case in await kept(database)] == ["closed", "filed", "filed", "filed"]


async def test_a_word_of_another_kind_of_case_is_handed_back(
    database: Database, house: House, tmp_path: Path
) -> None:
    """An administrative case "立案侦查" was taken without a word, and its citizen was told so."""
    rows = [
        row(1, kind="行政", stage="立案侦查"),
        row(2, kind="行政", stage="受案"),
        row(2, kind="", stage="已破案", stage_at="2026-02-24"),
        row(3, kind="刑事", stage="处罚决定"),
        row(4, kind="信访", stage="不予受理"),
        row(5, kind="行政", stage="立案"),
    ]
    summary = await take(database, house, tmp_path / "a.csv", rows)
    assert [case.stage for case in await kept(database)] == ["accepted", "not_filed", "filed"]
    assert summary.rejects is not None
    lines = summary.rejects.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["line", "2", "4", "5"]
    assert "行政案件没有“立案侦查”这个说法" in lines[1]
    assert "行政案件没有“已破案”这个说法" in lines[2]
    assert "处罚决定 is never said of this kind of case: criminal case" in lines[3]


async def test_mended_rows_of_the_reject_file_are_taken(
    database: Database, house: House, tmp_path: Path
) -> None:
    summary = await take(database, house, tmp_path / "a.csv", [row(1, contact="+86 x所"), row(2)])
    assert summary.rejects is not None
    assert row(1)["query_code"] not in summary.rejects.read_text(encoding="utf-8-sig")
    mended = summary.rejects.read_text(encoding="utf-8-sig").replace("x所", "0000")
    (tmp_path / "b.csv").write_text(mended, encoding="utf-8")
    assert counts(await take(database, house, tmp_path / "b.csv")) == (1, 0, 0, 0)
    cases = await kept(database)
    assert {case.contact for case in cases} == {"+86 0000", "0000-1234567"}
    for case in cases:
        code = row(int(case.number[-5:]))["query_code"]
        assert matches(house.key, case.code_salt, code, case.code_hash), "the sealed code opens it"


async def test_a_reject_file_is_no_program_for_a_spreadsheet(
    database: Database, house: House, tmp_path: Path
) -> None:
    bad = row(1, unit="=HYPERLINK(1)", category="@SUM(1)", stage="?")
    summary = await take(database, house, tmp_path / "a.csv", [bad])
    assert summary.rejects is not None
    cells = summary.rejects.read_text(encoding="utf-8-sig").splitlines()[1].split(",")
    assert not any(cell.startswith(("=", "@", "+", "-")) for cell in cells)


async def test_the_old_reject_file_goes_when_all_is_mended(
    database: Database, house: House, tmp_path: Path
) -> None:
    await take(database, house, tmp_path / "a.csv", [row(1, stage="?")])
    assert (tmp_path / "a.csv.rejected.csv").exists()
    await take(database, house, tmp_path / "a.csv", [row(1)])
    assert [path.name for path in tmp_path.glob("a.csv*")] == ["a.csv"]


async def test_jsonl_is_handed_back_as_jsonl(
    database: Database, house: House, tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_text('{"number": "A330000202600001", "stage": "?"}\n{"x"\n')
    summary = await take(database, house, tmp_path / "a.jsonl")
    assert summary.rejected == 2
    assert (tmp_path / "a.jsonl.rejected.jsonl").read_text(encoding="utf-8").count("\n") == 2


async def test_a_known_case_needs_no_code_and_keeps_what_is_not_said(
    database: Database, house: House, tmp_path: Path
) -> None:
    await take(database, house, tmp_path / "a.csv", [row(1)])
    before = (await kept(database))[0]
    silent = dict.fromkeys(("query_code", "kind", "category", "unit", "contact", "major"), "")
    news = row(1, **silent, stage="已破案", stage_at="2026-02-28")
    assert counts(await take(database, house, tmp_path / "b.csv", [news])) == (0, 1, 0, 0)
    after = (await kept(database))[0]
    assert (after.stage, after.unit, after.code_hash) == ("solved", before.unit, before.code_hash)


async def test_a_new_code_replaces_the_old_one(
    database: Database, house: House, tmp_path: Path
) -> None:
    await take(database, house, tmp_path / "a.csv", [row(1)])
    before = (await kept(database))[0].code_hash
    changed = await take(database, house, tmp_path / "b.csv", [row(1, query_code="777777")])
    assert counts(changed) == (0, 1, 0, 0)
    assert (await kept(database))[0].code_hash != before


async def test_a_case_once_sensitive_stays_so_until_the_file_says_no(
    database: Database, house: House, tmp_path: Path
) -> None:
    async def then(**changes: str) -> bool:
        await take(database, house, tmp_path / "a.csv", [row(1, **changes)])
        return (await kept(database))[0].sensitive

    assert await then(sensitive="是")
    assert await then(sensitive="")
    assert not await then(sensitive="否")


async def test_no_row_unlocks_a_case_whose_kept_category_is_listed(
    database: Database, house: House, tmp_path: Path
) -> None:
    async def then(**changes: str) -> bool:
        await take(database, house, tmp_path / "a.csv", [row(1, **changes)])
        return (await kept(database))[0].sensitive

    assert await then(sensitive="否", category="家庭暴力")
    assert await then(sensitive="否", category="")
    later = {"stage": "侦办中", "stage_at": "2026-02-25"}
    assert await then(sensitive="否", category="", **later)
    assert await then(sensitive="", category="盗窃", **later), "a person says so, not a category"
    assert not await then(sensitive="否", category="", **later)


async def test_a_category_that_no_list_knows_is_held_until_a_row_says_no(
    database: Database, house: House, tmp_path: Path
) -> None:
    """Feeds without the column would else tell of a murder that goes by an unheard-of name."""

    async def then(**changes: str) -> bool:
        await take(database, house, tmp_path / "a.csv", [row(1, **changes)])
        return (await kept(database))[0].sensitive

    later = {"stage": "侦办中", "stage_at": "2026-02-25"}
    assert await then(sensitive="", category="虚构案由")
    assert await then(sensitive="", category="", **later)
    assert not await then(sensitive="否", category="", **later)
    assert not await then(sensitive="", category="虚构案由", **later), "a person has looked at it"
    assert await then(sensitive="", category="另一虚构案由", **later)


async def test_a_category_that_is_known_as_ordinary_needs_no_word_of_the_file(
    database: Database, house: House, tmp_path: Path
) -> None:
    await take(database, house, tmp_path / "a.csv", [row(1, sensitive="", category="入户盗窃")])
    assert not (await kept(database))[0].sensitive


async def test_two_imports_at_once_keep_every_case_once(
    database: Database, house: House, tmp_path: Path
) -> None:
    one = [row(n) for n in range(1, 1501)]
    two = [row(n) for n in range(1500, 500, -1)]
    write_csv(tmp_path / "a.csv", one)
    write_csv(tmp_path / "b.csv", two)
    summaries = await asyncio.gather(
        *(import_file(database, house, tmp_path / f"{name}.csv", lambda: NOW) for name in "ab")
    )
    assert sum(summary.added for summary in summaries) == 1500
    assert sum(summary.unchanged for summary in summaries) == 1000
    assert len(await kept(database)) == len(await events(database)) == 1500


async def test_a_file_that_cannot_be_used_leaves_nothing(
    sqlite: Database, house: House, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_bytes(b"<html>")
    with pytest.raises(RefusalError):
        await import_file(sqlite, house, tmp_path / "a.csv", lambda: NOW)
    assert await kept(sqlite) == []


IMPORT = """
import asyncio, sys
from pathlib import Path
from bot.__main__ import minyi
minyi(["cases", "import", sys.argv[1]])
"""


@pytest.mark.parametrize("after", [1, 3])
async def test_a_killed_import_is_made_good_by_another(
    database: Database, house: House, tmp_path: Path, after: int
) -> None:
    path = write_csv(tmp_path / "a.csv", [row(n) for n in range(1, 20001)])
    url = database.url.render_as_string(hide_password=False)
    settings = {"MINYI_HOME": str(tmp_path / "home"), "MINYI_DATABASE_URL": url}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", IMPORT, str(path), env=os.environ | settings
    )
    so_far = 0
    while so_far < after * 1000 and process.returncode is None:
        await asyncio.sleep(0.02)
        async with database.reading() as db:
            so_far = await db.scalar(select(func.count()).select_from(Case)) or 0
    process.send_signal(signal.SIGKILL)
    await process.wait()
    async with database.reading() as db:
        so_far = await db.scalar(select(func.count()).select_from(Case)) or 0
    assert 0 < so_far < 20000
    assert so_far % 1000 == 0
    summary = await import_file(database, house, path, lambda: NOW)
    assert (summary.added + so_far, summary.rejected) == (20000, 0)
    assert len(await kept(database)) == len(await events(database)) == 20000
