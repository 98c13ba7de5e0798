"""`minyi areas suggest`: what staff decided becomes proposals, and nothing more."""

import asyncio
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import minyi
from bot.settings import Settings
from content.loader import ROOT
from domain.area import Area
from domain.complaint import EntryKind
from domain.role import Role
from storage import complaints, corrections
from storage.database import Database
from storage.migrate import migrate
from storage.schema.staff import Staff

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
_numbers = count(1)


async def decide(database: Database, text: str, routed: Area, decided: Area) -> None:
    async with database.transaction() as db:
        member = Staff(name="（示例）", role=Role.DESK, active=True, created_at=NOW)
        db.add(member)
        await db.flush()
        number = next(_numbers)
        complaint = await complaints.add(
            db,
            receipt_code=f"M{number:04}-0000",
            draft_key=f"draft:{number}",
            citizen_id=None,
            language="zh",
            kind="complaint",
            area=routed,
            to_triage=True,
            runner_up=Area.OTHER,
            score=0.5,
            also=[],
            tags=[],
            because=[],
            received_at=NOW,
            due_at=NOW,
        )
        assert complaint is not None
        await complaints.add_entry(db, complaint.id, EntryKind.TEXT, NOW, text=text)
        await corrections.correct(
            db,
            complaint_id=complaint.id,
            routed_to=routed,
            corrected_to=decided,
            was_sure=False,
            staff_id=member.id,
            now=NOW,
        )


async def decide_some() -> None:
    database = Database(Settings().database)
    await migrate(database)
    for end in ("昨夜又来", "天天来", "周末来", "吵人", "窗外都是"):
        await decide(database, f"无人机，{end}", Area.PREVENTION, Area.CONDUCT)
        await decide(database, f"护照换发问题，{end}", Area.SERVICE, Area.SERVICE)
    await database.close()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir(mode=0o700)
    monkeypatch.setenv("MINYI_HOME", str(tmp_path / "home"))


def test_decisions_in_the_database_are_proposed_with_evidence_and_nothing_changes(
    tmp_path: Path,
) -> None:
    asyncio.run(decide_some())
    weights = (ROOT / "weights.toml").read_bytes()
    frozen = tmp_path / "frozen.jsonl"
    frozen.write_text(
        '{"id": "f1", "title": "", "text": "楼上无人机飞来飞去", "area": "prevention"}\n',
        encoding="utf-8",
    )
    difference = tmp_path / "words.diff"
    ran = CliRunner().invoke(
        minyi, ["areas", "suggest", "--frozen", str(frozen), "--output", str(difference)]
    )
    assert ran.exit_code == 0, ran.output
    assert "10 decisions, 1 texts" in ran.output
    (line,) = [line for line in ran.output.splitlines() if line.startswith("无人机")]
    assert "conduct" in line
    assert "5 / 0" in line
    assert "\n+无人机 " in difference.read_text(encoding="utf-8")
    assert (ROOT / "weights.toml").read_bytes() == weights


def test_without_a_database_it_says_so_in_one_line() -> None:
    ran = CliRunner().invoke(minyi, ["areas", "suggest"])
    assert ran.exit_code == 1
    assert "see `minyi check`" in ran.output


def test_the_last_decision_on_a_complaint_is_the_one_learned_from() -> None:
    async def run() -> list[tuple[int, str, str]]:
        database = Database(Settings().database)
        await migrate(database)
        await decide(database, "无人机扰民", Area.OTHER, Area.SERVICE)
        async with database.transaction() as db:
            ((number, _, _),) = await corrections.decided_texts(db, 10)
            await corrections.correct(
                db,
                complaint_id=number,
                routed_to=Area.SERVICE,
                corrected_to=Area.PREVENTION,
                was_sure=False,
                staff_id=1,
                now=NOW,
            )
        async with database.reading() as db:
            # Precision judges the routing by the first decision alone.
            measured = await corrections.precision(db, [Area.OTHER, Area.SERVICE])
            assert measured[Area.OTHER, False] == (0, 1)
            assert measured[Area.OTHER, True] == (0, 0)
            assert measured[Area.SERVICE, False] == (0, 0)
            found = await corrections.decided_texts(db, 10)
        await database.close()
        return found

    ((_, area, text),) = asyncio.run(run())
    assert (area, text) == (Area.PREVENTION, "无人机扰民")
